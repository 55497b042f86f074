import { z } from 'zod';

const span = { description: 'A duration such as `10s`.' };

export const ttlPlanQuery = z.strictObject({
  loss: z
    .string()
    .optional()
    .meta({ description: 'What a failure may cost a client on average: a duration such as `10s`. Either this or `rto`.' }),
  rto: z.string().optional().meta({ description: 'What it may cost at worst.' }),
  provider_floor: z
    .string()
    .optional()
    .meta({ description: 'The shortest TTL that a DNS provider serves, which then neither shortens nor aligns any: `60s`, `600s`.' }),
  vantages: z.string().optional().meta({ description: 'How many vantages are counted on; left out: those that have a say now.' }),
});
export type TtlPlanQuery = z.infer<typeof ttlPlanQuery>;

const milliseconds = (description: string) => z.number().meta({ description });

const choice = z.object({
  interval: z.string().meta(span),
  timeout: z.string(),
  fall: z.int(),
  confirm: z.string().meta({ description: 'A duration, or `off`.' }),
  ttl_seconds: z.int().meta({ description: 'While nothing is in doubt.' }),
  ttl_in_doubt_seconds: z.int(),
  aligned: z.boolean().meta({ description: 'Whether answers run out just after a look.' }),
  detection_ms: milliseconds('Until an endpoint that has fallen silent is down, on average.'),
  expected_ms: milliseconds('What a client loses by an endpoint that has fallen silent, on average.'),
  worst_ms: milliseconds('The same at worst.'),
  expected_told_ms: milliseconds('The average where the endpoint tells: by a refused connection, a wrong status.'),
  queries_per_hour: z.number().meta({ description: 'By each resolver, at most.' }),
  probes_per_second: z.number().meta({ description: 'For all endpoints of the record, of all vantages together.' }),
  keeps: z.boolean().meta({ description: 'Whether it is within what was asked for.' }),
});
export type TtlChoiceView = z.infer<typeof choice>;

/** What each way to watch a record costs, and which one to take. */
export const ttlPlanView = z.object({
  zone: z.string(),
  name: z.string(),
  loss_ms: z.number().nullable(),
  rto_ms: z.number().nullable(),
  provider_floor_seconds: z.int().nullable(),
  vantages: z.int(),
  slowest_monitor: z.string().meta({ description: 'The one that takes longest to find a failure: the choices are of its keys.' }),
  declared: choice.meta({ description: 'As the files have it.' }),
  chosen: choice.nullable().meta({ description: 'Null: nothing is within what was asked for.' }),
  best: choice.meta({ description: 'With the least loss.' }),
  why: z.string(),
  yaml: z.string().meta({ description: 'What to write into the YAML of the zone; keys that are not in it stay as they are.' }),
  choices: z.array(choice),
});
export type TtlPlanView = z.infer<typeof ttlPlanView>;
