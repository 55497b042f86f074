/** Upper bounds that fit work of this process and calls of its API, in seconds: half a millisecond to ten seconds. */
export const WORK_BOUNDS_SECONDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What a histogram has counted. */
export interface Counted {
  /** Upper bounds of the buckets, ascending; a value that is one belongs to its bucket. */
  readonly bounds: readonly number[];
  /** By bucket the values in it alone; behind the last bound one more. */
  readonly buckets: readonly number[];
  readonly sum: number;
  readonly count: number;
}

/** Counts values in buckets that never change, from nothing. */
export class Histogram implements Counted {
  readonly bounds: readonly number[];
  readonly buckets: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[] = WORK_BOUNDS_SECONDS) {
    this.bounds = bounds;
    this.buckets = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++;
    this.buckets[bucket]!++;
    this.sum += value;
    this.count++;
  }
}
