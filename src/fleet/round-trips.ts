import { ROUND_TRIP_BOUNDS_MS, type RoundTrips } from '../model/vantage.ts';

/** Counts how long probes took. */
export class RoundTripCounts {
  #count = 0;
  #sumMs = 0;
  readonly #buckets: number[] = [...ROUND_TRIP_BOUNDS_MS, Number.POSITIVE_INFINITY].map(() => 0);

  add(durationMs: number): void {
    this.#count++;
    this.#sumMs += durationMs;
    let bucket = 0;
    while (bucket < ROUND_TRIP_BOUNDS_MS.length && durationMs > ROUND_TRIP_BOUNDS_MS[bucket]!) bucket++;
    this.#buckets[bucket]!++;
  }

  /** What was counted until now. */
  view(): RoundTrips {
    return { count: this.#count, sumMs: this.#sumMs, buckets: [...this.#buckets] };
  }
}
