import { z } from 'zod';
import type { Need, Quorum } from '../../../model/monitor.ts';
import { strictMap } from '../strict-map.ts';

const MAX_COUNT = 1000;

const NEED = `majority, any, all, a whole number from 1 to ${MAX_COUNT}, or a share from 1% to 100%`;
const QUORUM = `${NEED}; or a map such as { per_region: majority, regions: majority }`;

const count = z
  .int({ error: NEED })
  .min(1, { error: NEED })
  .max(MAX_COUNT, { error: NEED })
  .transform((count): Need => ({ kind: 'count', count }));

const percent = z
  .string({ error: NEED })
  .regex(/^(?:[1-9]\d?|100)%$/, { error: NEED })
  .transform((text): Need => ({ kind: 'percent', percent: Number.parseInt(text, 10) }));

const needSchema = z.union([z.enum(['majority', 'any', 'all']).transform((kind): Need => ({ kind })), count, percent], { error: NEED });

/** How many vantages must see an endpoint down. */
export const quorumSchema = z.union(
  [
    needSchema.transform((need): Quorum => ({ need, perRegion: undefined })),
    strictMap(QUORUM, { per_region: needSchema, regions: needSchema }).transform(
      ({ per_region: perRegion, regions: need }): Quorum => ({ need, perRegion }),
    ),
  ],
  { error: QUORUM },
);
