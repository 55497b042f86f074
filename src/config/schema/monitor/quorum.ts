import { z } from 'zod';
import type { Need, Quorum } from '../../../model/monitor.ts';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';

const NEED = 'majority, any, all, a number such as 2, or a share such as 50%';
const QUORUM = `${NEED}; or a map such as { per_region: majority, regions: majority }`;

const percent = z
  .string()
  .regex(/^(?:[1-9]\d?|100)%$/)
  .transform((text): Need => ({ kind: 'percent', percent: Number.parseInt(text, 10) }));

const needSchema = z.union(
  [
    z.enum(['majority', 'any', 'all']).transform((kind): Need => ({ kind })),
    wholeNumber(1, 1000).transform((count): Need => ({ kind: 'count', count })),
    percent,
  ],
  { error: NEED },
);

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
