/** `npm run bench -- --help`: figures of this machine, side by side; never asserted by a test. */
import { alignmentSections, benchAlignment } from './alignment/bench.ts';
import { endWhenInterrupted } from './clean-up.ts';
import { benchControl } from './control/bench.ts';
import { controlSections } from './control/report.ts';
import { benchDetection, detectionSections } from './detection/bench.ts';
import { benchFailover, SERVERS as WATCHING } from './failover/bench.ts';
import { failoverSections } from './failover/report.ts';
import { benchIntake } from './fleet/bench.ts';
import { intakeSections } from './fleet/report.ts';
import { benchGeography } from './geography/bench.ts';
import { geographySections } from './geography/report.ts';
import { type BenchOptions, helpText, type Known, parseOptions, UsageError } from './options.ts';
import { benchProbing } from './probes/bench.ts';
import { probesSections } from './probes/report.ts';
import { benchResponder, SERVERS } from './responder.ts';
import { responderSections } from './responder-report.ts';
import { benchScale } from './scale/bench.ts';
import { scaleSections } from './scale/report.ts';
import { markdownTable, plainTable, type Table } from './table-text.ts';
import { SCENARIOS } from './workload.ts';

interface Outcome {
  readonly report: unknown;
  readonly sections: readonly (string | Table)[];
}

type Bench = (options: BenchOptions) => Promise<Outcome>;

const BENCHES: Readonly<Record<string, Bench>> = {
  responder: reported(benchResponder, responderSections),
  scale: reported(benchScale, scaleSections),
  detection: reported(benchDetection, detectionSections),
  geography: reported(benchGeography, geographySections),
  intake: reported(benchIntake, intakeSections),
  probes: reported(benchProbing, probesSections),
  alignment: reported(benchAlignment, alignmentSections),
  control: reported(benchControl, controlSections),
  failover: reported(benchFailover, failoverSections),
};

/** A bench with what sets its report out. */
function reported<Report>(bench: (options: BenchOptions) => Promise<Report>, sectionsOf: (report: Report) => Outcome['sections']): Bench {
  return async options => {
    const report = await bench(options);
    return { report, sections: sectionsOf(report) };
  };
}

const KNOWN: Known = {
  benches: Object.keys(BENCHES),
  scenarios: SCENARIOS.map(({ id }) => id),
  servers: [...new Set([...SERVERS, ...WATCHING].map(({ name }) => name))].filter(name => !name.includes(' ')),
};

function print({ report, sections }: Outcome, { format }: BenchOptions): void {
  const set = format === 'markdown' ? markdownTable : plainTable;
  const text = sections.map(section => (typeof section === 'string' ? section : set(section))).join('\n\n');
  console.log(format === 'json' ? JSON.stringify(report, undefined, 2) : `${text}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), KNOWN);
  if (!options) return console.log(helpText(KNOWN));
  if (process.platform !== 'linux') throw new UsageError('the bench reads what processes use from /proc: it runs on Linux only');
  endWhenInterrupted();
  for (const name of options.benches) print(await BENCHES[name]!(options), options);
}

await main().catch(error => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(1);
});
