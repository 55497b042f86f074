import { z } from 'zod';
import { AWAY_FROM_FORM } from '../lib/away-from-text.ts';
import { expected, VISIBLE_TEXT } from './expected.ts';

const RECORD = 'the name of a steered record';
const AWAY = `${AWAY_FROM_FORM}`;
const FOR = 'a duration from 10s to 1d, such as "5m"';
const PERCENT = 'a whole number from 0 to 100';
const RATE = 'a number from 0 to 1';
const REASON = 'at most 500 characters of text, none of them a control character';
const FLAG = 'true or false';
const URL_FORM = 'an http or https URL without a user name';

const text = (what: string) => z.string({ error: expected(what) });
const flag = z.boolean({ error: expected(FLAG) }).optional();

const webhook = z.strictObject(
  {
    url: text(URL_FORM).meta({ description: 'Answers with JSON, `{ "error_rate": 0.01 }`.' }),
    max_error_rate: z
      .number({ error: expected(RATE) })
      .min(0, { error: expected(RATE) })
      .max(1, { error: expected(RATE) }),
    every: text('a duration from 1s to 1m').optional().meta({ description: 'How often it is asked; `5s` where left out.' }),
  },
  { error: expected('an object with url and max_error_rate') },
);

/** What a drill is asked for with: one that the files declare, or a record and what to take its clients away from. */
export const newDrill = z.strictObject({
  drill: text('ZONE/DRILL, as the file declares it')
    .optional()
    .meta({ description: 'A declared drill, `ZONE/NAME`; then nothing but `reason`, `outside_windows` and `dry_run` stands beside it.' }),
  record: text(RECORD).optional(),
  away_from: text(AWAY)
    .optional()
    .meta({ description: `${AWAY_FROM_FORM}, of the zone of the record.` }),
  for: text(FOR).optional().meta({ description: 'How long clients are kept away.' }),
  including_others: flag.meta({ description: 'Whether records that share the endpoints may move as well.' }),
  min_healthy: z
    .int({ error: expected(PERCENT) })
    .min(0, { error: expected(PERCENT) })
    .max(100, { error: expected(PERCENT) })
    .optional()
    .meta({ description: 'How many endpoints of each pool that takes clients over must be up, in percent; 100 where left out.' }),
  webhook: webhook.optional(),
  outside_windows: flag.meta({ description: 'Whether it may be held when the windows of declared drills do not allow it.' }),
  reason: z
    .string({ error: expected(REASON) })
    .regex(VISIBLE_TEXT, { error: expected(REASON) })
    .max(500, { error: expected(REASON) })
    .optional(),
  dry_run: flag.meta({ description: 'Whether only to tell what would be.' }),
});
export type NewDrill = z.infer<typeof newDrill>;

const time = z.iso.datetime({ offset: true });
const check = z.object({ check: z.string(), ok: z.boolean(), detail: z.string() });
const part = z.number();

const move = z.object({
  record: z.string(),
  type: z.string(),
  shares: z
    .array(z.object({ to: z.string(), before: part, after: part }))
    .meta({ description: 'By pool; where one endpoint is drilled, by `POOL/ENDPOINT`.' }),
});

const drain = z
  .object({
    measured_by: z.enum(['answers', 'ttl']).meta({ description: '`ttl`: answers were not counted, and the greatest TTL is taken.' }),
    answers: z.int().nullable().meta({ description: 'Unexpired at that moment: what caches may have held.' }),
    half: time.nullable(),
    ninety_percent: time.nullable(),
    ninety_nine_percent: time.nullable(),
    all: time,
  })
  .meta({ description: 'When the answers that caches may have held run out.' });

const figures = z
  .object({
    publish_ms: z.int().nullable(),
    drain_half_ms: z.int().nullable(),
    drain_ninety_percent_ms: z.int().nullable(),
    drain_ninety_nine_percent_ms: z.int().nullable(),
    drain_all_ms: z.int().nullable(),
    away_ms: z.int().nullable(),
    failback_ms: z.int().nullable(),
    recovery_ms: z.int().nullable(),
  })
  .meta({
    description:
      'From the decision until every worker served it; from then until caches had let go; from then until the decision to let clients back; until every worker served that; until caches had let go of the survivors. Null: it did not come to that.',
  });

/** One drill, with all that is known of it. */
export const drillView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  phase: z.enum(['moving', 'away', 'returning', 'recovering', 'ended']),
  outcome: z.enum(['completed', 'aborted', 'interrupted', 'refused', 'failed']).nullable(),
  because: z.string().nullable(),
  zone: z.string(),
  record: z.string(),
  away_from: z.string(),
  for_seconds: z.number(),
  including_others: z.boolean(),
  min_healthy_percent: z.int(),
  author: z.string(),
  reason: z.string(),
  started: time,
  expires: time.meta({ description: 'When its overrides expire, should nobody release them before.' }),
  targets: z.array(z.string()),
  survivors: z.array(z.string()),
  moves: z.array(move).meta({ description: 'The forecast, in parts of 1 of the clients of each record set.' }),
  checks: z.array(check),
  timeline: z.array(z.object({ step: z.string(), at: time, after_ms: z.int(), detail: z.string() })),
  figures,
  drain: drain.nullable(),
  recovery: drain.nullable(),
  error_rate: z
    .object({ url: z.string(), max: part, readings: z.int(), worst: part.nullable(), last: part.nullable() })
    .nullable()
    .meta({ description: 'Of the webhook; its URL without the query.' }),
});
export type DrillView = z.infer<typeof drillView>;

/** What a start, or a dry run, comes to. */
export const drillStart = z.object({
  would_start: z.boolean().meta({ description: 'Whether every condition is met, or was.' }),
  targets: z.array(z.string()),
  survivors: z.array(z.string()),
  moves: z.array(move),
  checks: z.array(check),
  drill: drillView.nullable().meta({ description: 'Null: it was a dry run.' }),
});
export type DrillStart = z.infer<typeof drillStart>;

const planned = z.object({
  zone: z.string(),
  name: z.string(),
  record: z.string(),
  away_from: z.string(),
  for_seconds: z.number(),
  schedule: z.string().nullable(),
  time_zone: z.string(),
  next: time.nullable(),
  allowed: z.array(z.string()),
  blocked: z.array(z.string()),
});
export type PlannedDrillView = z.infer<typeof planned>;

export const drillList = z.object({
  running: z.string().nullable().meta({ description: 'Its id.' }),
  drills: z.array(drillView).meta({ description: 'The newest first.' }),
  planned: z.array(planned).meta({ description: 'Those that the files declare.' }),
});
export type DrillList = z.infer<typeof drillList>;

export const drillQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: expected('a number from 1 to 1000') })
    .optional()
    .meta({ description: 'How many at the most; 50 where left out.' }),
});

export const drillReport = z.object({ id: z.string(), markdown: z.string() });
export type DrillReport = z.infer<typeof drillReport>;

/** What the OpenAPI document calls them. */
export const drillSchemas = {
  NewDrill: newDrill,
  Drill: drillView,
  DrillStart: drillStart,
  DrillList: drillList,
  DrillReport: drillReport,
};
