/** One answer as it came. */
export interface Heard {
  /** Of `performance.now()`. */
  readonly atMs: number;
  /** As a number; 0: an answer without an address. */
  readonly address: number;
  readonly ttl: number;
}

/** Something that asks on its own, and notes what it hears. */
export interface Listener extends AsyncDisposable {
  /** The answers of each that asks, in the order in which they came. */
  readonly heard: readonly (readonly Heard[])[];
  /** Questions that had no answer in time. */
  readonly unanswered: () => number;
}

/**
 * Milliseconds from a failure until one that asks had the answer of the living site, after which it got no other: what its clients lost,
 * if they use it all the time. Infinity where that never came.
 */
export function lostMs(heard: readonly Heard[], living: number, failedMs: number): number {
  const lastOther = heard.findLastIndex(({ atMs, address }) => atMs >= failedMs && address !== living);
  const first = heard.find(({ atMs, address }, i) => i > lastOther && atMs >= failedMs && address === living);
  return first ? first.atMs - failedMs : Number.POSITIVE_INFINITY;
}

/** Milliseconds from a failure until the first answer with the living site's address among all that were heard; Infinity: there was none. */
export function firstMs(all: readonly (readonly Heard[])[], living: number, failedMs: number): number {
  const times = all.flatMap(heard => heard.find(({ atMs, address }) => atMs >= failedMs && address === living)?.atMs ?? []);
  return times.reduce((least, atMs) => Math.min(least, atMs), Number.POSITIVE_INFINITY) - failedMs;
}

/** Milliseconds from a failure until the last answer with the dead site's address; 0: none came after it. */
export function lastStaleMs(all: readonly (readonly Heard[])[], dead: number, failedMs: number): number {
  const times = all.flatMap(heard => heard.findLast(({ address }) => address === dead)?.atMs ?? []);
  return times.reduce((most, atMs) => Math.max(most, atMs), failedMs) - failedMs;
}

/** Answers from a moment on and before another. */
export function between(all: readonly (readonly Heard[])[], fromMs: number, toMs: number): readonly Heard[] {
  return all.flatMap(heard => heard.filter(({ atMs }) => atMs >= fromMs && atMs < toMs));
}

/**
 * Answers a minute of one that asks, by the time between the first and the last in a span: where many ask at the same moments, counting in a span
 * would depend on where it begins and ends. NaN where nobody had two.
 */
export function perMinute(all: readonly (readonly Heard[])[], fromMs: number, toMs: number): number {
  let [answers, spanMs] = [0, 0];
  for (const heard of all) {
    const within = between([heard], fromMs, toMs);
    if (within.length < 2) continue;
    answers += within.length - 1;
    spanMs += within.at(-1)!.atMs - within[0]!.atMs;
  }
  return (60_000 * answers) / spanMs;
}

/** The mean of the TTLs, in seconds; NaN of none. */
export function meanTtl(heard: readonly Heard[]): number {
  return heard.reduce((sum, { ttl }) => sum + ttl, 0) / heard.length;
}
