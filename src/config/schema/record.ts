import { z } from 'zod';
import type { TtlRange, WhenAllDown } from '../../model/steering.ts';
import { nodeSchema } from './node.ts';
import { duration, text } from './scalar.ts';
import { strictMap } from './strict-map.ts';

const seconds = duration(1000, 86_400_000, { unitMs: 1000 }).transform(ms => ms / 1000);

const TTL = 'a duration such as 30s, or a map such as { min: 5s, max: 60s }';

const alignSchema = z.enum(['probes', 'off'], { error: 'probes or off' });

const ttlSchema = z.union(
  [
    seconds.transform((fixed): TtlRange => ({ minSeconds: fixed, maxSeconds: fixed })),
    strictMap(TTL, { min: seconds.prefault('5s'), max: seconds.prefault('60s'), align: alignSchema.exactOptional() }).transform(
      ({ min, max, ...align }): TtlRange => ({ minSeconds: min, maxSeconds: max, ...align }),
    ),
  ],
  { error: TTL },
);

const WHEN_ALL_DOWN = 'serve_all, nodata, servfail or a map such as { pool: sorry-page }';

const whenAllDownSchema = z.union(
  [
    z.enum(['serve_all', 'nodata', 'servfail'], { error: WHEN_ALL_DOWN }).transform((kind): WhenAllDown => ({ kind })),
    strictMap(WHEN_ALL_DOWN, { pool: text("a pool's name") }).transform(({ pool }): WhenAllDown => ({ kind: 'pool', pool })),
  ],
  { error: WHEN_ALL_DOWN },
);

/** Whether the client subnet counts that a resolver tells (RFC 7871). */
export const ecsSchema = z.enum(['use', 'ignore'], { error: 'use or ignore' });

/** One steered owner name. */
export const recordSchema = strictMap("a record's keys: steer, ttl, ecs, when_all_down", {
  steer: nodeSchema,
  ttl: ttlSchema.prefault({}),
  // Undefined: what the file says for all of its records.
  ecs: ecsSchema.exactOptional(),
  when_all_down: whenAllDownSchema.prefault('serve_all'),
});

export type RecordInput = z.output<typeof recordSchema>;
