import { z } from 'zod';
import { expected } from './expected.ts';
import { expires, reason } from './intent-contract.ts';

const time = z.iso.datetime({ offset: true });
const percent = z.number().nullable();

/** How long a brake is open where nothing is said of it. */
export const DEFAULT_OPENING = '30m';

/** That a brake is to be opened. */
export const brakeOpening = z.strictObject(
  {
    reason,
    expires: expires
      .optional()
      .meta({ description: `When it closes again: a duration such as \`10m\`, or an RFC 3339 time; ${DEFAULT_OPENING} where left out.` }),
  },
  { error: expected('an object with a reason') },
);
export type BrakeOpening = z.infer<typeof brakeOpening>;

const heldEndpoint = z.object({
  pool: z.string(),
  endpoint: z.string(),
  since: time,
  because: z.string().meta({ description: 'The limit that holds it.' }),
  measured: z.string().meta({ description: 'Why it is measured down.' }),
});

/** The brake of one zone: what it declares, whether an operator has opened it, and what it holds. */
export const brakeView = z.object({
  zone: z.string(),
  declared: z.object({
    max_removed: z
      .object({ pool: percent, record: percent })
      .meta({ description: 'The most that verdicts take out within the window, in percent; null: all of it.' }),
    window_seconds: z.number(),
    min_healthy: z.union([z.object({ count: z.int() }), z.object({ percent: z.number() })]).nullable(),
    gate: z.enum(['auto', 'manual']),
  }),
  opened: z
    .object({ author: z.string(), reason: z.string(), created: time, expires: time })
    .nullable()
    .meta({ description: 'By whom it is open, and until when; null: it is closed.' }),
  held: z
    .array(heldEndpoint)
    .meta({ description: 'Endpoints that are measured down and answered all the same, in the order in which they go.' }),
});
export type BrakeView = z.infer<typeof brakeView>;

export const brakeList = z.object({ generation: z.int(), brakes: z.array(brakeView) });
export type BrakeList = z.infer<typeof brakeList>;
export const brakeAnswer = z.object({ generation: z.int(), ...brakeView.shape });
export type BrakeAnswer = z.infer<typeof brakeAnswer>;
