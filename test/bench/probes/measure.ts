import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMicros, peakMemoryMiB } from '../process-figures.ts';
import { sharedClockMs } from '../scale/shared-clock.ts';
import { type ChildProgram, startChild } from './child-program.ts';
import { ENDPOINTS, INTERVAL_MS, type SitePorts } from './plan.ts';
import type { VantageCounts, VantagePlan } from './vantage-program.ts';

/** What the endpoints do while the vantage is measured. */
export interface ProbesScenario {
  readonly name: string;
  /** Endpoints that never answer. */
  readonly hanging: number;
  /** Whether all that answer refuse connections from the beginning of the measurement on. */
  readonly broken: boolean;
  /** Whether the figures to reach hold for it. */
  readonly promised: boolean;
}

export interface ProbesFigures {
  readonly name: string;
  readonly promised: boolean;
  readonly seconds: number;
  readonly probesPerSecond: number;
  readonly failures: number;
  readonly late: number;
  readonly faults: number;
  /** Of one core: over the whole time, and in the worst second. */
  readonly coreShare: number;
  readonly worstCoreShare: number;
  /** The most that the process has held since its start. */
  readonly peakMiB: number;
  /** Seconds until every endpoint that fails had failed `fall` times; undefined where none fails, or not all have. */
  readonly allDownSeconds: number | undefined;
}

/** Every endpoint has had its first probe and a turn by then. */
const SETTLED_MS = 1.2 * INTERVAL_MS;
const SAMPLE_MS = 1000;

/** Runs the endpoints in one process and the vantage in another, and measures the vantage. */
export async function measureProbes({ name, hanging, broken, promised }: ProbesScenario, seconds: number): Promise<ProbesFigures> {
  await using site = startChild('site-program.ts');
  const plan: VantagePlan = { ports: await site.hear<SitePorts>(), hanging };
  await using vantage = startChild('vantage-program.ts', JSON.stringify(plan));
  const startedMs = sharedClockMs();
  await sleep(SETTLED_MS);
  const before = await countsOf(vantage);
  const brokenMs = sharedClockMs();
  if (broken) site.tell();
  const cpu = await sampleCpu(vantage.pid, seconds);
  const after = await countsOf(vantage);
  const failing = broken ? ENDPOINTS : hanging;
  const allDown = failing > 0 && after.down === failing;
  return {
    name,
    promised,
    seconds: cpu.seconds,
    probesPerSecond: (after.probes - before.probes) / cpu.seconds,
    failures: after.failures - before.failures,
    late: after.late - before.late,
    faults: after.faults - before.faults,
    coreShare: cpu.share,
    worstCoreShare: cpu.worst,
    peakMiB: peakMemoryMiB(vantage.pid),
    allDownSeconds: allDown ? (after.lastDownMs - (broken ? brokenMs : startedMs)) / 1000 : undefined,
  };
}

function countsOf(vantage: ChildProgram): Promise<VantageCounts> {
  vantage.tell();
  return vantage.hear();
}

/** What a process uses of one core, looked at every second. */
async function sampleCpu(pid: number, seconds: number) {
  const beganMs = performance.now();
  const beganMicros = cpuMicros([pid]);
  let last = { ms: beganMs, micros: beganMicros };
  let worst = 0;
  while (last.ms - beganMs < seconds * 1000) {
    await sleep(SAMPLE_MS);
    const now = { ms: performance.now(), micros: cpuMicros([pid]) };
    worst = Math.max(worst, (now.micros - last.micros) / 1000 / (now.ms - last.ms));
    last = now;
  }
  const elapsedMs = last.ms - beganMs;
  return { seconds: elapsedMs / 1000, share: (last.micros - beganMicros) / 1000 / elapsedMs, worst };
}
