import type { Detection } from './detection.ts';
import type { AnswerTtls, Loss } from './loss.ts';

const HOUR_SECONDS = 3600;

/**
 * The loss where answers run out whenever they do. Resolvers know nothing of the endpoint: when it comes to be in doubt, what is left of
 * the answer that one holds is anything from 0 to the settled TTL `L`, each as likely. The verdict follows `g` after the doubt. Whoever
 * asks before it still gets the failed endpoint, and comes again after the doubted TTL `m`. What is left at the verdict, the tail, is then
 * `(L − g)² / 2L` by those who still hold an answer from before the doubt, and for the others what is left of a TTL of `m`: about `m / 2`.
 * Where the two TTLs are the same, or doubt and verdict come together, that is `L / 2`: the loss is detection and half a TTL.
 */
export function plainLoss(detection: Detection, { settledSeconds, doubtedSeconds }: Omit<AnswerTtls, 'alignedAfterMs'>): Loss {
  const { doubtMs, verdictMs, expectedMs, worstMs } = detection;
  const [settledMs, doubtedMs] = [settledSeconds * 1000, doubtedSeconds * 1000];
  const gapMs = verdictMs - doubtMs;
  const heldOn = Math.max(0, settledMs - gapMs) ** 2 / 2;
  const askedAgain = remaining(gapMs, doubtedMs) - remaining(Math.max(0, gapMs - settledMs), doubtedMs);
  const longestTailMs = Math.max(settledMs - gapMs, gapMs > 0 ? doubtedMs : 0);
  return {
    expectedMs: expectedMs + (heldOn + askedAgain) / settledMs,
    worstMs: worstMs + longestTailMs,
    queriesPerHour: HOUR_SECONDS / settledSeconds,
  };
}

/**
 * The integral, over all moments up to `spanMs` before the verdict at which a resolver may first ask in doubt, of what is left at the
 * verdict of the last TTL that it got, in milliseconds squared: a sawtooth of height and width `ttlMs`.
 */
function remaining(spanMs: number, ttlMs: number): number {
  const whole = Math.floor(spanMs / ttlMs);
  const rest = spanMs - whole * ttlMs;
  return (whole * ttlMs ** 2) / 2 + ttlMs * rest - rest ** 2 / 2;
}
