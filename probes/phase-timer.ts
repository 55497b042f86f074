import type { Clock } from '../src/lib/clock.ts';
import type { PhaseTimings } from '../src/model/health.ts';
import type { Phase } from './check.ts';

export interface PhaseTimer {
  /** This phase ends now. One that comes again, as a redirect makes it, adds up. */
  ended(phase: Phase): void;
  /** The phases so far in milliseconds; undefined before the first one has ended. */
  timings(): PhaseTimings | undefined;
}

/** Measures the phases of a probe that begins now. */
export function phaseTimer(clock: Pick<Clock, 'monotonic'>): PhaseTimer {
  const timings: Partial<Record<Phase, number>> = {};
  let beganMs = clock.monotonic();
  let any = false;
  return {
    ended(phase) {
      const nowMs = clock.monotonic();
      timings[phase] = (timings[phase] ?? 0) + nowMs - beganMs;
      beganMs = nowMs;
      any = true;
    },
    timings: () => (any ? { ...timings } : undefined),
  };
}
