import type { Verdict } from '../model/health.ts';
import type { Monitor } from '../model/monitor.ts';

/** Where one vantage stands between `up` and `down`. */
export interface Threshold {
  readonly verdict: Verdict;
  /** Observations in a row that speak against the verdict; 0 while the last one supports it. */
  readonly streak: number;
}

/** How many observations in a row turn a verdict. */
export type Thresholds = Pick<Monitor, 'fall' | 'rise'>;

/**
 * What one more observation makes of a vote: `fall` failures in a row turn `up` into `down`, and `rise` successes in a row turn it back; a
 * result that supports the verdict ends the streak against it. Where nothing is known, one success is enough for `up`; `down` takes
 * `fall` failures as ever, so that no endpoint is down for one packet that was lost.
 */
export function nextThreshold(state: Threshold, ok: boolean, thresholds: Thresholds): Threshold {
  const observed = ok ? 'up' : 'down';
  if (observed === state.verdict) return { verdict: observed, streak: 0 };
  const streak = state.streak + 1;
  return streak >= needed(state, ok, thresholds) ? { verdict: observed, streak: 0 } : { verdict: state.verdict, streak };
}

/** Observations in a row like this one that it takes to turn the verdict of `state`. */
export function needed({ verdict }: Threshold, ok: boolean, { fall, rise }: Thresholds): number {
  if (!ok) return fall;
  return verdict === 'unknown' ? 1 : rise;
}
