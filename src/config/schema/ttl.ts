import { z } from 'zod';
import { duration, wholeNumber } from './scalar.ts';
import { strictMap } from './strict-map.ts';

const DAY_MS = 86_400_000;

const seconds = duration(1000, DAY_MS, { unitMs: 1000 }).transform(ms => ms / 1000);

const TTL = 'a duration such as 30s, or a map such as { min: 5s, max: 60s } or { budget: 10s }';

/** How long the answers of a record may be cached, as it is written; a duration alone is both the least and the most. */
export const ttlSchema = z.union(
  [
    seconds.transform((fixed): TtlInput => ({ min: fixed, max: fixed })),
    strictMap(TTL, {
      min: seconds.exactOptional(),
      max: seconds.exactOptional(),
      align: z.enum(['probes', 'off'], { error: 'probes or off' }).exactOptional(),
      budget: duration(100, DAY_MS).exactOptional(),
      rto: duration(100, DAY_MS).exactOptional(),
      vantages: wholeNumber(1, 1000).exactOptional(),
    }),
  ],
  { error: TTL },
);

export interface TtlInput {
  /** Seconds. */
  readonly min?: number;
  readonly max?: number;
  readonly align?: 'probes' | 'off';
  /** Milliseconds of traffic that a failure may cost a client, on average. */
  readonly budget?: number;
  /** The same, at worst. */
  readonly rto?: number;
  /** How many vantages a budget counts on. */
  readonly vantages?: number;
}
