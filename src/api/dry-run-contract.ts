import { z } from 'zod';
import { changedView } from './audit-contract.ts';
import { expected } from './expected.ts';
import { forecastView } from './whatif-contract.ts';

export const dryRunParameter = z
  .enum(['true', 'false'], { error: expected('true or false') })
  .optional()
  .meta({ description: 'With `true` the call is checked as ever and nothing is changed; it answers with what would change.' });

/** What any change would do, told and not done. */
export const dryRunView = z.object({
  dry_run: z.literal(true),
  generation: z.int().meta({ description: 'That is served now, and that this is judged by.' }),
  changes: z.array(changedView).meta({ description: 'What would be set, replaced or released.' }),
  wire: z.object(forecastView).nullable().meta({
    description:
      'What record sets would be answered then, as `GET /v1/whatif` tells it; null for a call that of itself changes no answer, or of which that cannot be told.',
  }),
});
export type DryRunView = z.infer<typeof dryRunView>;
