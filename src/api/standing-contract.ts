import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const verdict = z.enum(['up', 'down', 'unknown']);
const milliseconds = z.number().nullable();

const phases = z.object({
  lookup_ms: milliseconds,
  connect_ms: milliseconds,
  tls_ms: milliseconds,
  first_byte_ms: milliseconds,
  content_ms: milliseconds,
});

/** What one vantage says of one endpoint. */
export const ballotView = z.object({
  vantage: z.string(),
  region: z.string().nullable(),
  verdict: verdict.meta({ description: 'What `fall` and `rise` make of its observations.' }),
  streak: z.int().meta({ description: 'Observations in a row that speak against this verdict.' }),
  ok: z.boolean().meta({ description: 'Of its last observation, as all that follows.' }),
  reason: z.string(),
  at: time,
  duration_ms: z.number(),
  phases: phases.nullable().meta({ description: 'Where the time went, as far as the check can tell.' }),
  silent: z.string().nullable().meta({ description: 'Why it does not count; null where it does.' }),
});
export type BallotView = z.infer<typeof ballotView>;

/** What the vantages say of one endpoint by one monitor, and what follows from it. */
export const monitorStandingView = z.object({
  name: z.string(),
  role: z.enum(['vote', 'inform']).meta({ description: '`inform`: shown, but no verdict follows from it.' }),
  verdict,
  reason: z.string(),
  since: time,
  voters: z.int().meta({ description: 'Vantages that have a say.' }),
  needed: z.int().meta({ description: 'How many of them must see it down; 0 where there are none, or where the quorum counts regions.' }),
  flaps: z.int().meta({ description: 'How often it turned down within the last hour.' }),
  rise_needed: z.int().meta({ description: 'Successes in a row that a vantage needs now: `rise`, doubled by each flap but the first.' }),
  recovering: z
    .object({ since: time, up_at: time.nullable().meta({ description: 'Null: it waits for an operator.' }) })
    .nullable()
    .meta({ description: 'Where the vantages see it well again but `recovery` does not let it be up yet.' }),
  ballots: z.array(ballotView).meta({ description: 'In the order of the names of the vantages.' }),
});
export type MonitorStandingView = z.infer<typeof monitorStandingView>;

export const ballotsQuery = z.strictObject({
  ballots: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .optional()
    .meta({ description: 'Whether each endpoint has `monitors`, with what every vantage says of it; false where left out.' }),
});
