/** One vantage with nothing but the scheduler and the checks: its argument is a VantagePlan. It prints its counts at every line of its input. */
import { createInterface } from 'node:readline';
import { startProbes } from '../../../probes/scheduler.ts';
import { systemClock as clock } from '../../../src/lib/clock.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import type { TargetKey } from '../../../src/model/health.ts';
import { sharedClockMs } from '../scale/shared-clock.ts';
import { benchProbes, FALL, MOST_AT_ONCE, type SitePorts } from './plan.ts';

export interface VantagePlan {
  readonly ports: SitePorts;
  readonly hanging: number;
}

/** All of them since the start. */
export interface VantageCounts {
  readonly probes: number;
  readonly failures: number;
  /** Probes that began more than an interval after their turn. */
  readonly late: number;
  /** Probes that the vantage could not do. */
  readonly faults: number;
  /** Endpoints that have failed `fall` times in a row, and when the last of them had (see sharedClockMs). */
  readonly down: number;
  readonly lastDownMs: number;
}

const counts = { probes: 0, failures: 0, late: 0, faults: 0, down: 0, lastDownMs: 0 };
const streaks = new Map<TargetKey, number>();
const { ports, hanging } = JSON.parse(process.argv[2]!) as VantagePlan;

function count(key: TargetKey, ok: boolean): void {
  counts.probes++;
  const streak = ok ? 0 : (streaks.get(key) ?? 0) + 1;
  streaks.set(key, streak);
  if (ok) return;
  counts.failures++;
  if (streak !== FALL) return;
  counts.down++;
  counts.lastDownMs = sharedClockMs();
}

const probes = startProbes({
  vantage: 'bench',
  clock,
  random: seededRandom(1),
  maxInFlight: MOST_AT_ONCE,
  onObservation: ({ target, ok }) => count(target, ok),
  onFault: () => void counts.faults++,
  onLate: () => void counts.late++,
});
probes.assign(benchProbes(ports, hanging));
createInterface(process.stdin)
  .on('line', () => console.log(JSON.stringify(counts satisfies VantageCounts)))
  .once('close', () => process.exit());
