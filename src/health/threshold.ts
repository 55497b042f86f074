import type { Verdict } from '../model/health.ts';
import type { Monitor } from '../model/monitor.ts';

/** Where one target stands between `up` and `down`. */
export interface Threshold {
  readonly verdict: Verdict;
  /** Observations in a row that speak against the verdict; 0 while the last one supports it. */
  readonly streak: number;
}

/** How many observations in a row turn a verdict. */
export type Thresholds = Pick<Monitor, 'fall' | 'rise'>;

/**
 * What one more observation makes of a target. The first one gives the verdict at once, good or bad, as gdnsd does: an endpoint that
 * is dead at start leaves the answers within one interval. After that `fall` failures in a row turn `up` into `down` and `rise`
 * successes in a row turn it back; a result that supports the verdict ends the streak against it.
 */
export function nextThreshold(state: Threshold, ok: boolean, thresholds: Thresholds): Threshold {
  const observed = ok ? 'up' : 'down';
  if (observed === state.verdict || state.verdict === 'unknown') return { verdict: observed, streak: 0 };
  const streak = state.streak + 1;
  return streak >= needed(state, thresholds) ? { verdict: observed, streak: 0 } : { verdict: state.verdict, streak };
}

/** Observations in a row that it takes to turn the verdict of `state`. */
export function needed(state: Threshold, thresholds: Thresholds): number {
  switch (state.verdict) {
    case 'up':
      return thresholds.fall;
    case 'down':
      return thresholds.rise;
    case 'unknown':
      return 1;
  }
}
