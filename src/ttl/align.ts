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

/** The least seconds that an answer lives which is to run out within the second after one of these looks. */
export function shortestAligned({ seconds, leastSeconds }: Pick<TtlDecision, 'seconds' | 'leastSeconds'>, { everyMs }: Looks): number {
  return Math.max(leastSeconds, seconds + 1 - Math.ceil(everyMs / 1000));
}
