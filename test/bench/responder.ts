import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { learnCookie, optionBytes } from './ask.ts';
import { temporaryFolder } from './clean-up.ts';
import { engineNanoseconds } from './engine-cost.ts';
import { dnsperfVersion } from './load/dnsperf.ts';
import { describeMachine } from './machine.ts';
import { type MeasureOptions, measureRound, medianRound, type Round } from './measure.ts';
import { benchTable } from './meridian-table.ts';
import { writeMeridianZones } from './meridian-zones.ts';
import { askedFor, type BenchOptions } from './options.ts';
import type { EngineFigure, Ratios, ResponderReport, Row } from './responder-report.ts';
import { pairedRatios } from './responder-report.ts';
import { gdnsd } from './servers/gdnsd.ts';
import { knot } from './servers/knot.ts';
import { nsd } from './servers/nsd.ts';
import { floor, meridian } from './servers/own.ts';
import { powerdns } from './servers/powerdns.ts';
import type { Server, ServerKind } from './servers/server.ts';
import { verify } from './verify.ts';
import { SCENARIOS, type Scenario } from './workload.ts';

/** In the order in which they take turns. */
export const SERVERS: readonly ServerKind[] = [meridian(1), gdnsd, floor, knot, nsd, powerdns, meridian(2)];

interface Running {
  readonly kind: ServerKind;
  readonly server: Server;
}

/** Meridian's responder, its floor, and the name servers that are installed, side by side. */
export async function benchResponder(options: BenchOptions): Promise<ResponderReport> {
  const load = dnsperfVersion();
  if (load === undefined) throw new Error('dnsperf is not installed (apt-get install dnsperf)');
  await using folder = await temporaryFolder();
  await using stack = new AsyncDisposableStack();
  const kinds = askedFor(options, SERVERS);
  const running: Running[] = [];
  const notes: string[] = [];
  for (const kind of kinds.filter(({ version }) => version() !== undefined)) {
    options.progress(`starting ${kind.name}`);
    const server = await unlessPeer(kind, notes, () => kind.start(folder.path));
    if (server) running.push({ kind, server: stack.use(server) });
  }
  const scenarios = SCENARIOS.filter(({ id }) => options.scenarios.length === 0 || options.scenarios.includes(id));
  const measured = [];
  for (const scenario of scenarios) measured.push(await measureScenario(scenario, running, notes, options, folder.path));
  return {
    bench: 'responder',
    machine: describeMachine(),
    load,
    rate: options.rate,
    seconds: secondsOf(options),
    rounds: options.rounds,
    servers: kinds.map(({ name, how, version, package: packages }) => ({ name, how, version: version(), packages })),
    notes,
    rows: measured.flatMap(({ rows }) => rows),
    ratios: measured.flatMap(({ ratios }) => ratios),
    engine: options.servers.length === 0 ? await measureEngine(scenarios, folder.path, options) : [],
  };
}

/** One row for each server that has answers to such questions; they take turns, so that whatever else the machine does meets all alike. */
async function measureScenario(
  scenario: Scenario,
  running: readonly Running[],
  notes: string[],
  options: BenchOptions,
  directory: string,
): Promise<{ readonly rows: readonly Row[]; readonly ratios: readonly Ratios[] }> {
  const questions = join(directory, `${scenario.id}.txt`);
  await writeFile(questions, `${scenario.questions.join('\n')}\n`);
  const able: Running[] = [];
  const measure: MeasureOptions = { seconds: secondsOf(options), rate: options.rate, directory };
  const extras = new Map<string, Uint8Array | undefined>();
  for (const { kind, server } of running.filter(({ kind }) => kind.scenarios.includes(scenario.id))) {
    options.progress(`${scenario.title}: warming up ${kind.name}`);
    const isReady = await unlessPeer(kind, notes, async () => {
      const option = await optionFor(scenario, kind, server, extras);
      extras.set(kind.name, option);
      if (kind.answers) await verify(server, scenario, option);
      await measureRound(server, questions, option, { ...measure, seconds: 1 });
      return true;
    });
    if (isReady) able.push({ kind, server });
  }
  const rounds = new Map<string, Round[]>(able.map(({ kind }) => [kind.name, []]));
  for (let round = 1; round <= options.rounds; round++) {
    options.progress(`${scenario.title}: round ${round} of ${options.rounds}`);
    for (const { kind, server } of able) {
      rounds.get(kind.name)!.push(await measureRound(server, questions, extras.get(kind.name), measure));
    }
  }
  return {
    rows: able.map(({ kind }) => ({ scenario: scenario.title, server: kind.name, ...medianRound(rounds.get(kind.name)!) })),
    ratios: pairedRatios(scenario.title, rounds),
  };
}

/** A peer that does not start, or does not answer as it should, is left out and noted; what is our own must not fail. */
async function unlessPeer<Value>(kind: ServerKind, notes: string[], act: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    if (kind.package === undefined) throw error;
    notes.push(`Not measured: ${(error instanceof Error ? error.message : String(error)).trim().replaceAll('\n', ' ')}`);
    return undefined;
  }
}

/** Each server takes cookies of its own only; the floor, which makes none, echoes that of the server before it. */
async function optionFor(
  { extra, questions }: Scenario,
  { answers, name }: ServerKind,
  { port }: Server,
  others: ReadonlyMap<string, Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  if (!extra) return undefined;
  if (extra.kind === 'option') return optionBytes(extra.code, extra.octets);
  if (!answers) return [...others.values()].find(option => option !== undefined) ?? optionBytes(10, new Array(24).fill(1));
  const cookie = await learnCookie(port, questions[0]!);
  if (!cookie) throw new Error(`${name} gives no cookie`);
  return cookie;
}

async function measureEngine(scenarios: readonly Scenario[], directory: string, options: BenchOptions): Promise<readonly EngineFigure[]> {
  options.progress('the engine alone');
  const zones = join(directory, 'zones');
  await writeMeridianZones(zones);
  const table = benchTable(zones);
  return scenarios.map(scenario => ({ scenario: scenario.title, nanoseconds: engineNanoseconds(table, scenario) }));
}

function secondsOf({ seconds = 1 }: BenchOptions): number {
  return seconds;
}
