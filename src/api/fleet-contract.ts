import { z } from 'zod';

const time = z.iso.datetime({ offset: true });

const vantage = z.object({
  name: z.string(),
  region: z.string().nullable(),
  kind: z.enum(['embedded', 'remote']).meta({ description: '`embedded`: within the controller; `remote`: an agent.' }),
  version: z.string().nullable().meta({ description: 'Of its program.' }),
  connected: z.object({ since: time, from: z.string() }).nullable().meta({ description: 'The stream of an agent.' }),
  heard: time.meta({ description: 'When something last came from it.' }),
  heard_ms_ago: z.int(),
  slot: z
    .object({ index: z.int(), of: z.int() })
    .nullable()
    .meta({ description: 'Its place among the vantages that probe, by which their turns are spread; null while it is away.' }),
  probes: z.object({
    assigned: z.int(),
    refused: z.array(z.object({ probe: z.string(), reason: z.string() })).meta({ description: 'Those that it cannot do.' }),
  }),
  targets: z
    .object({ seen: z.int(), failing: z.int() })
    .meta({ description: 'Checks of endpoints that it has seen lately, and how many of them failed when it last looked.' }),
  controls: z
    .array(z.object({ target: z.string(), ok: z.boolean(), reason: z.string() }))
    .meta({ description: 'Its control targets; it has no say while more than half of them fail.' }),
  voteless: z.string().nullable().meta({ description: 'Why it has no say for the time being; null: it has.' }),
  clock_skew_ms: z
    .int()
    .nullable()
    .meta({ description: "How far its clock was ahead of the controller's when it connected; verdicts do not go by it." }),
  reports: z.object({ taken: z.int(), duplicate: z.int() }),
  observations: z.object({
    taken: z.int(),
    late: z.int().meta({
      description:
        'Too old to say anything of now; or from before the stream of its agent; of failures, those that were held up for five seconds.',
    }),
    unknown: z.int().meta({ description: 'Of probes that are not asked for any more.' }),
  }),
  round_trips: z
    .object({
      count: z.int(),
      sum_ms: z.number(),
      buckets: z
        .array(z.object({ up_to_ms: z.number().nullable(), count: z.int() }))
        .meta({ description: 'How many took longer than the bucket before, and at most `up_to_ms`; null: longer than all.' }),
    })
    .meta({ description: 'How long the probes took that passed.' }),
});
export type VantageView = z.infer<typeof vantage>;

/** The vantages as `GET /v1/fleet` shows them, by name. */
export const fleetView = z.object({ vantages: z.array(vantage) });
export type FleetView = z.infer<typeof fleetView>;
