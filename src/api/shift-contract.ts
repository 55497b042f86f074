import { z } from 'zod';
import { expected, VISIBLE_TEXT } from './expected.ts';

const SHARES = 'an object with a share in percent for one branch at least, such as {"web-beijing": 100}';
const STEPS = 'a list of 1 to 100 numbers of percent, ascending, above 0, the last one 100';
const PERCENT = 'a whole number from 0 to 100';
const REASON = 'at most 400 characters of text, none of them a control character';

/** What is expected of `every`. */
export const EVERY = 'a duration from 1s to 7d, such as "2m"';

const text = (what: string) => z.string({ error: expected(what) });
const number = (what: string) => z.number({ error: expected(what) });
const flag = z.boolean({ error: expected('true or false') }).optional();

/** What a shift is asked for with. */
export const newShift = z.strictObject({
  record: text('the name of a steered record'),
  shares: z.record(z.string(), number('a number of percent from 0 to 100'), { error: expected(SHARES) }).meta({
    description:
      'The share that branches of its `weighted` node shall have in the end, in percent, by name: a number from 0 to 100 with two decimals at most. The others split what is left as they do now.',
  }),
  steps: z
    .array(number('a number of percent above 0, to 100'), { error: expected(STEPS) })
    .optional()
    .meta({ description: 'Parts of the way, in percent: ascending, the last one 100; 10, 25, 50, 100 where left out.' }),
  every: text(EVERY).optional().meta({ description: 'What passes between two steps; `2m` where left out.' }),
  on_unhealthy: z
    .enum(['pause', 'rollback'], { error: expected('"pause" or "rollback"') })
    .optional()
    .meta({
      description: 'While what gains clients is not healthy: stay where it is, or put the ratio from before back; `pause` where left out.',
    }),
  min_healthy: z
    .int({ error: expected(PERCENT) })
    .min(0, { error: expected(PERCENT) })
    .max(100, { error: expected(PERCENT) })
    .optional()
    .meta({ description: 'How many endpoints of each pool that gains clients must be up, in percent; 100 where left out.' }),
  reason: z
    .string({ error: expected(REASON) })
    .regex(VISIBLE_TEXT, { error: expected(REASON) })
    .max(400, { error: expected(REASON) })
    .optional(),
  dry_run: flag.meta({ description: 'Whether only to tell what would be, step by step.' }),
});
export type NewShift = z.infer<typeof newShift>;

export const shiftAbort = z.strictObject({
  keep: flag.meta({ description: 'Whether the ratio stays as it is; else the one from before comes back.' }),
});

const time = z.iso.datetime({ offset: true });
const weights = z.record(z.string(), z.int()).meta({ description: 'By the name of the branch, 10,000 together.' });
const step = z.object({ percent: z.number(), weights });

/** One shift, with all that is known of it. */
export const shiftView = z.object({
  id: z.string(),
  zone: z.string(),
  record: z.string(),
  phase: z.enum(['stepping', 'holding', 'waiting', 'paused', 'returning', 'ended']),
  outcome: z.enum(['completed', 'rolled_back', 'aborted', 'superseded']).nullable(),
  because: z.string().nullable(),
  author: z.string(),
  reason: z.string(),
  started: time,
  shares: z.record(z.string(), z.number()),
  every_seconds: z.number(),
  on_unhealthy: z.enum(['pause', 'rollback']),
  min_healthy_percent: z.int(),
  receiving: z.array(z.string()).meta({ description: 'Pools below the branches that gain clients.' }),
  from: weights,
  before: z
    .object({ weights, author: z.string(), reason: z.string() })
    .nullable()
    .meta({ description: "The ratio that was in force; null: the file's own." }),
  steps: z.array(step),
  step: z.int().meta({ description: 'How many steps are in force or on their way.' }),
  next_after_seconds: z
    .number()
    .nullable()
    .meta({ description: 'When the next step comes at the earliest, if the receiving side is healthy; null: it does not come by itself.' }),
  timeline: z.array(z.object({ what: z.string(), at: time, detail: z.string() })),
});
export type ShiftView = z.infer<typeof shiftView>;

const share = z.object({ pool: z.string(), before: z.number(), after: z.number() });

/** What a start, or a dry run, comes to. */
export const shiftStart = z.object({
  would_start: z.boolean().meta({ description: 'Whether every condition is met, or was.' }),
  checks: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })),
  receiving: z.array(z.string()),
  from: weights,
  steps: z.array(
    step.extend({
      forecast: z
        .array(z.object({ record: z.string(), type: z.string(), shares: z.array(share) }))
        .nullable()
        .meta({ description: 'Of a dry run: how clients would be spread over pools, in parts of 1, now and with this step.' }),
    }),
  ),
  shift: shiftView.nullable().meta({ description: 'Null: it was a dry run.' }),
});
export type ShiftStart = z.infer<typeof shiftStart>;

export const shiftList = z.object({ shifts: z.array(shiftView).meta({ description: 'The newest first.' }) });
export type ShiftList = z.infer<typeof shiftList>;

export const shiftQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: expected('a number from 1 to 1000') })
    .optional()
    .meta({ description: 'How many at the most; 50 where left out.' }),
});

/** What the OpenAPI document calls them. */
export const shiftSchemas = { NewShift: newShift, ShiftAbort: shiftAbort, Shift: shiftView, ShiftStart: shiftStart, ShiftList: shiftList };
