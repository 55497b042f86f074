import { formatDuration } from '../lib/duration.ts';
import type { Ballot, Verdict } from '../model/health.ts';
import type { Recovery } from '../model/monitor.ts';
import type { Vote } from './vote.ts';

/** Vantages that a reason names before it only counts them. */
const MOST_NAMED = 3;

interface Voter {
  readonly vote: Vote;
}

/** Why a verdict is what it is: of one vantage its own words, of several (`all`, those that are awaited among them) how many agree, why, and who does not. */
export function votesWords(verdict: Verdict, voters: readonly Voter[], all: number): Pick<Vote, 'reason' | 'words'> {
  const [only] = voters;
  if (all === 1 && only) return { reason: only.vote.reason, words: only.vote.words };
  const agree = voters.filter(({ vote }) => vote.verdict === verdict);
  const [sure = agree[0]] = agree.filter(({ vote }) => vote.streak === 0);
  const others = voters.filter(({ vote }) => vote.verdict !== verdict || vote.streak > 0);
  if (verdict === 'unknown') return asBoth(['no quorum yet', ...named(voters)].join('; '));
  const counted = `${agree.length} of ${all} vantages${sure ? ` (${sure.vote.reason})` : ''}`;
  const words = [counted, ...named(others.filter(voter => voter !== sure))].join('; ');
  return asBoth(words);
}

function asBoth(words: string): Pick<Vote, 'reason' | 'words'> {
  return { reason: words, words };
}

function named(voters: readonly Voter[]): string[] {
  const more = voters.length - MOST_NAMED;
  return [...voters.slice(0, MOST_NAMED).map(({ vote }) => vote.reason), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** Why an endpoint that is seen well is not up yet. */
export function recoveryWords(recovery: Recovery, wellSinceMs: number): string {
  const since = `well again since ${new Date(wellSinceMs).toISOString()}`;
  if (recovery.kind !== 'delayed') return `${since}, and waits for an operator (recovery: manual)`;
  return `${since}, and up again after ${formatDuration(recovery.delayMs)} (recovery: delayed)`;
}

/** Why a verdict holds though nobody upholds it. */
export function heldWords(verdict: Verdict, ballots: readonly Ballot[]): string {
  const why = ballots.slice(0, MOST_NAMED).map(({ vantage, silent }) => `${vantage}: ${silent?.startsWith('silent') ? 'silent' : silent}`);
  return `held ${verdict}, as no vantage has a say: ${why.length > 0 ? why.join('; ') : 'none looks at it'}`;
}
