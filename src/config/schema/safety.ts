import { z } from 'zod';
import type { LeastHealthy, RemovalLimits } from '../../model/safety.ts';
import { duration } from './scalar.ts';
import { strictMap } from './strict-map.ts';

const PERCENT = 'a share from 0% to 100%';
const REMOVED = `${PERCENT}, or a map such as { pool: 30%, record: 50% }`;
const HEALTHY = 'a whole number from 1 to 65535, or a share from 1% to 100%';

function share(expected: string, pattern: RegExp) {
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected })
    .transform(text => Number.parseInt(text, 10));
}

const removed = share(PERCENT, /^(?:\d|[1-9]\d|100)%$/);

const maxRemovedSchema = z.union(
  [
    removed.transform((percent): RemovalLimits => ({ poolPercent: percent, recordPercent: percent })),
    strictMap(REMOVED, { pool: removed.exactOptional(), record: removed.exactOptional() })
      .refine(({ pool, record }) => pool !== undefined || record !== undefined, { error: 'expected pool, record or both, found neither' })
      .transform(({ pool, record }): RemovalLimits => ({ poolPercent: pool, recordPercent: record }))
      .meta({ minProperties: 1 }),
  ],
  { error: REMOVED },
);

const minHealthySchema = z.union(
  [
    z
      .int({ error: HEALTHY })
      .min(1, { error: HEALTHY })
      .max(65_535, { error: HEALTHY })
      .transform((count): LeastHealthy => ({ kind: 'count', count })),
    share(HEALTHY, /^(?:[1-9]\d?|100)%$/).transform((percent): LeastHealthy => ({ kind: 'percent', percent })),
  ],
  { error: HEALTHY },
);

/** How far a zone lets verdicts go by themselves. */
export const safetySchema = strictMap("a brake's keys, such as { max_removed: 50%, window: 10m, min_healthy: 1, gate: auto }", {
  max_removed: maxRemovedSchema.exactOptional(),
  window: duration(1000, 7 * 86_400_000, { example: '10m' }).prefault('10m'),
  min_healthy: minHealthySchema.exactOptional(),
  gate: z.enum(['auto', 'manual'], { error: 'auto or manual' }).prefault('auto'),
});

export type SafetyInput = z.output<typeof safetySchema>;
