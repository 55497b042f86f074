import type { EndpointKey } from './health.ts';

/** Why an endpoint is given to nobody any more: it turned down, is forced down or drained, has weight 0, or is not declared any more. */
export type DrainCause = 'down' | 'forced-down' | 'drain' | 'weight' | 'removed';

/** When answers that were given run out: half of them, 90 %, 99 % and the last, in milliseconds since the epoch. */
export interface RunOut {
  readonly halfAtMs: number;
  readonly ninetyAtMs: number;
  readonly ninetyNineAtMs: number;
  readonly lastAtMs: number;
}

/**
 * How a drain ended: the last answer ran out, the endpoint was given again before that, or Meridian was restarted. A restart changes nothing
 * about caches: what `runOut` says stays true, but nobody counted on.
 */
export type DrainEnd =
  | { readonly kind: 'drained'; readonly atMs: number }
  | { readonly kind: 'given-again'; readonly atMs: number }
  | { readonly kind: 'interrupted'; readonly atMs: number };

/** What becomes of the answers that caches hold of one endpoint, from the moment on that it is given to nobody any more. */
export interface Drain {
  /** From 1 on, over restarts. */
  readonly id: number;
  readonly endpoint: EndpointKey;
  /** Texts of its addresses when it began. */
  readonly addresses: readonly string[];
  readonly cause: DrainCause;
  readonly reason: string;
  /** When it was decided, and when every worker went by it; both in milliseconds since the epoch. */
  readonly decidedAtMs: number;
  readonly servedAtMs: number;
  /** Unexpired answers with its addresses when every worker went by it. */
  readonly answers: number;
  /** Known from the beginning, because it follows from the TTLs that were given; undefined where there was no unexpired answer. */
  readonly runOut: RunOut | undefined;
  /** How many of them are unexpired: now, or when it ended; undefined after a restart. */
  readonly left: number | undefined;
  /**
   * Answers with its addresses since: another endpoint has the same address, or nothing else was up. They are not in `answers` and not in
   * `runOut`.
   */
  readonly givenSince: number;
  /** Undefined while it goes on. */
  readonly end: DrainEnd | undefined;
}

/** The drains that are known. */
export interface Drains {
  /** Those that go on, and the last thousand that ended, the newest first. */
  list(): readonly Drain[];
}
