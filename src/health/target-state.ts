import type { RestoredVerdict } from '../model/health.ts';
import type { Vote } from './vote.ts';

/** What is known of one target: one endpoint as one monitor sees it. */
export interface TargetState extends Vote {
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
}

/** A target that goes on from its last known verdict. */
export function restored({ verdict, reason, sinceMs }: RestoredVerdict): TargetState {
  return { verdict, streak: 0, reason, words: reason, sinceMs };
}

/** A target that nothing has observed yet. */
export function unobserved(nowMs: number): TargetState {
  const words = 'no observation yet';
  return { verdict: 'unknown', streak: 0, reason: words, words, sinceMs: nowMs };
}
