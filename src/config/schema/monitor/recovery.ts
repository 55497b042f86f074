import { z } from 'zod';
import type { Recovery } from '../../../model/monitor.ts';
import { duration } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';

const RECOVERY = 'auto, manual, or a map such as { delayed: 5m }';

/** How an endpoint that was down comes to be up again. */
export const recoverySchema = z.union(
  [
    z.enum(['auto', 'manual']).transform((kind): Recovery => ({ kind })),
    strictMap(RECOVERY, { delayed: duration(1000, 86_400_000, { example: '5m' }) }).transform(
      ({ delayed }): Recovery => ({ kind: 'delayed', delayMs: delayed }),
    ),
  ],
  { error: RECOVERY },
);
