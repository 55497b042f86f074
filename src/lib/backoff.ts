import type { Random } from './random.ts';

/** How far waits between tries grow. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Milliseconds to wait before the next try after `failures` in a row, at least 1: by chance anything up to `firstMs`, a bound that
 * doubles with each failure up to `mostMs`, so that those who lost the same peer do not come back together. This is the "full jitter"
 * of Brooker, "Exponential Backoff And Jitter", 2015.
 */
export function fullJitterMs({ firstMs, mostMs }: Backoff, failures: number, random: Random): number {
  const bound = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return (random() / 0x1_0000_0000) * bound;
}
