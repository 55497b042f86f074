import { z } from 'zod';
import type { WhenAllDown } from '../../model/steering.ts';
import { nodeSchema } from './node.ts';
import { text } from './scalar.ts';
import { strictMap } from './strict-map.ts';
import { ttlSchema } from './ttl.ts';

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
