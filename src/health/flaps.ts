const HOUR_MS = 3_600_000;

/** Doubling ends here: 32 times `rise`. */
const MOST_DOUBLINGS = 5;

/** Those of the times at which a target turned down that are less than an hour ago, at most as many as matter. */
export function recentDowns(downsAtMs: readonly number[], nowMs: number): readonly number[] {
  const recent = downsAtMs.filter(atMs => nowMs - atMs < HOUR_MS && atMs <= nowMs);
  return recent.length === downsAtMs.length ? downsAtMs : recent;
}

/** Adds a turn to those of the last hour. */
export function withDown(downsAtMs: readonly number[], nowMs: number): readonly number[] {
  return [...recentDowns(downsAtMs, nowMs), nowMs].slice(-100);
}

/** How many successes in a row a target needs that turned down so often within an hour: each time but the first doubles it. */
export function riseAfter(rise: number, downs: number): number {
  return rise * 2 ** Math.max(0, Math.min(MOST_DOUBLINGS, downs - 1));
}
