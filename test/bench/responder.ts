import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineNanoseconds } from './engine-cost.ts';
import { startGdnsd } from './gdnsd.ts';
import { chooseLoad, type Load } from './load.ts';
import { benchTable } from './meridian-table.ts';
import { type BenchReport, medianRow, type Row } from './report.ts';
import { type Subject, startFloor, startMeridian } from './subject.ts';
import { SCENARIOS, type Scenario, writeMeridianZones } from './workload.ts';

/** The subjects take turns, so that what else the machine does meets them all alike; the figures are those of the median turn. */
const TURNS = 5;
const SECONDS = 1;
const WARM_UP_SECONDS = 1;

/** Meridian's responder, with one worker and with two, beside its floor, and beside gdnsd where it is installed: about a minute and a half. */
export async function benchResponder(): Promise<BenchReport> {
  const directory = await mkdtemp(join(tmpdir(), 'meridian-bench-'));
  const load = chooseLoad();
  try {
    await using started = new AsyncDisposableStack();
    const subjects: Subject[] = [];
    for (const start of [startFloor, () => startMeridian(directory, 1), () => startMeridian(directory, 2), () => startGdnsd(directory)]) {
      const subject = await start();
      if (subject) subjects.push(started.use(subject));
    }
    const rows: Row[] = [];
    for (const scenario of SCENARIOS) rows.push(...(await measureAll(subjects, scenario, load, directory)));
    return { load: load.name, node: process.versions.node, rows, engine: await measureEngine(directory) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** One row for each subject that can answer the questions of `scenario`. */
async function measureAll(subjects: readonly Subject[], scenario: Scenario, load: Load, directory: string): Promise<Row[]> {
  const able = subjects.filter(({ name }) => scenario.peers || name !== 'gdnsd');
  for (const { port } of able) await load.run({ port, scenario, seconds: WARM_UP_SECONDS, directory });
  const turns = able.map((): Row[] => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, subject] of able.entries()) turns[i]!.push(await measure(subject, scenario, load, directory));
  }
  return turns.map(medianRow);
}

async function measure(subject: Subject, scenario: Scenario, load: Load, directory: string): Promise<Row> {
  const before = subject.cpuMicros();
  const { sent, answered, seconds } = await load.run({ port: subject.port, scenario, seconds: SECONDS, directory });
  const cpuMicros = (subject.cpuMicros() - before) / answered;
  const lossPercent = (100 * (sent - answered)) / sent;
  return { scenario: scenario.name, subject: subject.name, answersPerSecond: answered / seconds, cpuMicros, lossPercent };
}

async function measureEngine(directory: string) {
  const zones = join(directory, 'zones');
  await writeMeridianZones(zones);
  const table = benchTable(zones);
  return SCENARIOS.map(scenario => ({ scenario: scenario.name, nanoseconds: engineNanoseconds(table, scenario) }));
}
