import type { Observation } from '../model/health.ts';
import { needed, nextThreshold, type Threshold, type Thresholds } from './threshold.ts';

/** What the observations of one vantage come to. */
export interface Vote extends Threshold {
  /** The last observation that told something new, and its place in the streak: `embedded: status 503 (1 of 2)`. */
  readonly reason: string;
  /** The reason without its place in the streak. */
  readonly words: string;
}

/** The vote of a vantage that nothing was heard of, where a verdict is known: it goes along with it until it knows better. */
export function silentVote(verdict: Vote['verdict']): Vote {
  return { verdict, streak: 0, reason: '', words: '' };
}

/** The same verdict with the streak against it forgotten. */
export function withoutStreak<Kind extends Vote>(vote: Kind): Kind {
  return vote.streak === 0 ? vote : { ...vote, streak: 0, reason: vote.words };
}

/** What `observation` makes of a vote; `vote` itself where it tells nothing new. */
export function observeVote(vote: Vote, observation: Observation, thresholds: Thresholds): Vote {
  const next = nextThreshold(vote, observation.ok, thresholds);
  const words = `${observation.vantage}: ${observation.reason}`;
  const turned = next.verdict !== vote.verdict;
  if (!turned && next.streak === 0 && vote.streak === 0 && words === vote.words) return vote;
  return { ...next, words, reason: words + placeInStreak(vote, next, { ok: observation.ok, thresholds }) };
}

/** The same observations by other thresholds: a streak that is long enough by now turns the vote. */
export function underThresholds(vote: Vote, thresholds: Thresholds): Vote {
  if (vote.streak === 0) return vote;
  const ok = vote.verdict === 'down';
  const of = needed(vote, ok, thresholds);
  const reason = `${vote.words} (${Math.min(vote.streak, of)} of ${of})`;
  if (vote.streak >= of) return { ...vote, verdict: ok ? 'up' : 'down', streak: 0, reason };
  return { ...vote, reason };
}

/** ` (1 of 2)` for an observation against a verdict; nothing for one that supports it, and for the first success of all. */
function placeInStreak(before: Threshold, after: Threshold, { ok, thresholds }: { ok: boolean; thresholds: Thresholds }): string {
  const turned = after.verdict !== before.verdict;
  if ((!turned && after.streak === 0) || (before.verdict === 'unknown' && ok)) return '';
  const of = needed(before, ok, thresholds);
  return ` (${turned ? of : after.streak} of ${of})`;
}
