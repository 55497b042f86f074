import type { Looks } from '../model/health.ts';
import type { TtlDecision } from './decide.ts';

/**
 * What passes from the moment that a verdict is due until every worker answers by it, and some for a probe that is answered at once. Answers
 * that run out in this time would be fetched once more as they were.
 */
export const KNOWN_MS = 100;

/**
 * When a failure that a look finds is in the answers, or in doubt at least: milliseconds since the epoch, modulo `everyMs`. A site without
 * power or network is silent, and in doubt only at the timeout: answers that ran out just before it would be fetched once more, for the whole TTL.
 */
export function knownPhaseMs({ phaseMs, confirmedMs, doubtedMs }: Looks): number {
  return phaseMs + Math.max(confirmedMs, doubtedMs) + KNOWN_MS;
}

/** Of the time between two looks, the part that answers run out in. */
const SPREAD = 1 / 5;

/**
 * In how many whole seconds after each of the looks, `everyMs` apart, answers run out: the networks of clients are spread over them, so that caches
 * do not all return at once. Each second more costs half a second of the time that a failed endpoint is still given.
 */
export function alignedSeconds(everyMs: number): number {
  return Math.max(1, Math.round((SPREAD * everyMs) / 1000));
}

/** The least seconds that an answer lives which is to run out within a given second after one of these looks. */
export function shortestAligned({ seconds, leastSeconds }: Pick<TtlDecision, 'seconds' | 'leastSeconds'>, { everyMs }: Looks): number {
  return Math.max(leastSeconds, seconds + 1 - Math.ceil(everyMs / 1000));
}
