import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineNanoseconds } from './engine-cost.ts';
import { startGdnsd } from './gdnsd.ts';
import { chooseLoad, type Load } from './load.ts';
import { benchTable } from './meridian-table.ts';
import type { BenchReport, Row } from './report.ts';
import { type Subject, startMeridian } from './subject.ts';
import { SCENARIOS, type Scenario, writeMeridianZones } from './workload.ts';

const SECONDS = 2;
const WARM_UP_SECONDS = 0.5;

/** Meridian's responder, with one worker and with two, beside gdnsd where it is installed: about twenty seconds. */
export async function benchResponder(): Promise<BenchReport> {
  const directory = await mkdtemp(join(tmpdir(), 'meridian-bench-'));
  const load = chooseLoad();
  try {
    const rows: Row[] = [];
    for (const start of [() => startMeridian(directory, 1), () => startMeridian(directory, 2), () => startGdnsd(directory)]) {
      await using subject = await start();
      if (subject) rows.push(...(await measureAll(subject, load, directory)));
    }
    return { load: load.name, node: process.versions.node, rows: byScenario(rows), engine: await measureEngine(directory) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function measureAll(subject: Subject, load: Load, directory: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const scenario of SCENARIOS) {
    if (subject.name === 'gdnsd' && !scenario.peers) continue;
    await load.run({ port: subject.port, scenario, seconds: WARM_UP_SECONDS, directory });
    const before = subject.cpuMicros();
    const { sent, answered, seconds } = await load.run({ port: subject.port, scenario, seconds: SECONDS, directory });
    const cpuMicros = (subject.cpuMicros() - before) / answered;
    const lossPercent = (100 * (sent - answered)) / sent;
    rows.push({ scenario: scenario.name, subject: subject.name, answersPerSecond: answered / seconds, cpuMicros, lossPercent });
  }
  return rows;
}

function byScenario(rows: readonly Row[]): Row[] {
  return SCENARIOS.flatMap(({ name }: Scenario) => rows.filter(({ scenario }) => scenario === name));
}

async function measureEngine(directory: string) {
  const zones = join(directory, 'zones');
  await writeMeridianZones(zones);
  const table = benchTable(zones);
  return SCENARIOS.map(scenario => ({ scenario: scenario.name, nanoseconds: engineNanoseconds(table, scenario) }));
}
