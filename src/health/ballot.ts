import { formatDuration } from '../lib/duration.ts';
import type { Ballot } from '../model/health.ts';
import type { Now } from './bearings.ts';
import type { Entry } from './entry.ts';

/** The last word of a vantage as it is shown to people, with why it does not count where it does not. */
export function ballotOf({ elector, vote, last, heardMs, term }: Entry, isFresh: boolean, now: Now): Ballot {
  const { vantage, ok, reason, atMs, durationMs, phases } = last;
  const silentMs = now.monotonicMs - heardMs;
  const stale = isFresh ? undefined : `silent for ${formatDuration(1000 * Math.round(silentMs / 1000))}`;
  const before = term === elector.term ? undefined : 'said before it had no say';
  const lost = elector.hasSay ? undefined : 'its vantage is lost';
  const silent = elector.voteless ?? stale ?? lost ?? before;
  const { region } = elector.facts;
  return { vantage, region, verdict: vote.verdict, streak: vote.streak, ok, reason, atMs, durationMs, phases, silent };
}
