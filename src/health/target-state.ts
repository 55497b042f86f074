import type { Observation, RestoredVerdict } from '../model/health.ts';
import { needed, nextThreshold, type Threshold, type Thresholds } from './threshold.ts';

/** What is known of one target: one endpoint as one monitor sees it. */
export interface TargetState extends Threshold {
  /** The last observation that told something new, and its place in the streak: `embedded: status 503 (1 of 2)`. */
  readonly reason: string;
  /** The reason without its place in the streak. */
  readonly words: string;
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
}

/** A target that nothing has observed yet. */
export function unobserved(nowMs: number): TargetState {
  const words = 'no observation yet';
  return { verdict: 'unknown', streak: 0, reason: words, words, sinceMs: nowMs };
}

/** A target that goes on from its last known verdict, with no streak against it. */
export function restored({ verdict, reason, sinceMs }: RestoredVerdict): TargetState {
  return { verdict, streak: 0, reason, words: reason, sinceMs };
}

/** The same verdict with the streak against it forgotten. */
export function withoutStreak(state: TargetState): TargetState {
  return state.streak === 0 ? state : { ...state, streak: 0, reason: state.words };
}

/** What `observation` makes of a target; `state` itself where it tells nothing new. */
export function observeTarget(state: TargetState, observation: Observation, thresholds: Thresholds): TargetState {
  const next = nextThreshold(state, observation.ok, thresholds);
  const words = `${observation.vantage}: ${observation.reason}`;
  const turned = next.verdict !== state.verdict;
  if (!turned && next.streak === 0 && state.streak === 0 && words === state.words) return state;
  return {
    ...next,
    words,
    reason: words + placeInStreak(state, next, thresholds),
    sinceMs: turned ? observation.atMs : state.sinceMs,
  };
}

/** ` (1 of 2)` for an observation against a verdict; nothing for the first one of all and for one that supports it. */
function placeInStreak(before: Threshold, after: Threshold, thresholds: Thresholds): string {
  const turned = after.verdict !== before.verdict;
  if (before.verdict === 'unknown' || (!turned && after.streak === 0)) return '';
  const of = needed(before, thresholds);
  return ` (${turned ? of : after.streak} of ${of})`;
}
