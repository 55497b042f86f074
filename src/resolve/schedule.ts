import type { Random } from '../lib/random.ts';

const SHORTEST_MS = 5000;
const LONGEST_MS = 3_600_000;
const LONGEST_RETRY_MS = 60_000;

/** The share of a wait by which it may be longer, so that names that were found together are not asked for together for ever. */
const JITTER = 0.05;

/** How long to wait before a host is looked up again. */
export interface Wait {
  /** What was found is good for so long; undefined where nothing was. */
  readonly ttlSeconds: number | undefined;
  /** Look-ups in a row that went wrong, this one included; 0 after a good one. */
  readonly failures: number;
}

/**
 * Milliseconds to wait: the TTL, 5 s at least and an hour at most; after failures 5 s, doubling to 60 s, and no longer than the TTL of
 * what was found all the same. A little longer by chance: a cache has let go of the record by then.
 */
export function waitMs({ ttlSeconds, failures }: Wait, random: Random): number {
  const ttlMs = ttlSeconds === undefined ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ttlSeconds * 1000));
  const retryMs = failures === 0 ? LONGEST_MS : Math.min(LONGEST_RETRY_MS, SHORTEST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(Math.min(ttlMs, retryMs) * (1 + (JITTER * random()) / 2 ** 32));
}
