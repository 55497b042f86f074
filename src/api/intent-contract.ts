import { z } from 'zod';
import { parseTtlSeconds } from '../lib/ttl-text.ts';
import { expected, VISIBLE_TEXT } from './expected.ts';

const MAX_REASON = 500;
const WEIGHT = expected('an integer from 0 to 65535');
const REASON = expected(`1 to ${MAX_REASON} characters of text, none of them a control character`);
const TTL = expected('a duration in whole seconds from 1s to 1d, such as "5s"');
const STATE = expected('"up", "down" or "drain"');

export const reason = z
  .string({ error: REASON })
  .regex(VISIBLE_TEXT, { error: REASON })
  .max(MAX_REASON, { error: REASON })
  .meta({ description: 'Why, for whoever reads the status later.' });
export const expires = z
  .string({ error: expected('a duration such as "30m", or an RFC 3339 time to come') })
  .meta({ description: 'A duration such as `30m`, or an RFC 3339 time to come. Without it the intent holds until it is released.' });

export const weight = z.int({ error: WEIGHT }).min(0, { error: WEIGHT }).max(65_535, { error: WEIGHT });
export const weightChange = z.strictObject({ weight, reason: reason.optional(), expires: expires.optional() });
export type WeightChange = z.infer<typeof weightChange>;

export const overrideState = z.enum(['up', 'down', 'drain'], { error: STATE });
const ttl = z
  .string({ error: TTL })
  .refine(text => parseTtlSeconds(text) !== undefined, { error: TTL })
  .meta({ description: 'How long answers live that depend on the target, meanwhile: `5s`. Without it, as decided by health.' });
export const overrideChange = z.strictObject({ state: overrideState, reason, ttl: ttl.optional(), expires: expires.optional() });
export type OverrideChange = z.infer<typeof overrideChange>;

/** What the times of planned work look like. */
export const FROM = 'a duration from now such as "30m", or an RFC 3339 time';
export const UNTIL = 'a duration such as "2h" from the beginning, or an RFC 3339 time to come and after the beginning';

export const maintenanceChange = z.strictObject({
  from: z
    .string({ error: expected(FROM) })
    .optional()
    .meta({ description: 'When the work begins: a duration from now such as `30m`, or an RFC 3339 time; now where left out.' }),
  until: z
    .string({ error: expected(UNTIL) })
    .meta({ description: 'When it ends: a duration from its beginning such as `2h`, or an RFC 3339 time to come.' }),
  reason,
});
export type MaintenanceChange = z.infer<typeof maintenanceChange>;

const time = z.iso.datetime({ offset: true });
export const intentFacts = { author: z.string(), reason: z.string(), created: time, expires: time.nullable() };

export const weightIntent = z.object({ weight: z.int(), ...intentFacts });
export const overrideIntent = z.object({
  state: overrideState,
  ttl_seconds: z.int().nullable().meta({ description: 'How long answers live that depend on the target, where the override says it.' }),
  ...intentFacts,
});
export const maintenanceIntent = z
  .object({ from: time, ...intentFacts, expires: time })
  .meta({ description: 'Planned work, which may be to come: what happens meanwhile is no alarm. Answers go by health as ever.' });
export type WeightIntentView = z.infer<typeof weightIntent>;
export type OverrideIntentView = z.infer<typeof overrideIntent>;
export type MaintenanceIntentView = z.infer<typeof maintenanceIntent>;
