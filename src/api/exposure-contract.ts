import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const state = z.enum(['up', 'down', 'drain', 'unknown']);
const part = z.number().meta({ description: 'From 0 to 1.' });

const runOut = z
  .object({ half: time, ninety: time, ninety_nine: time, last: time })
  .nullable()
  .meta({ description: 'When half of them, 90 %, 99 % and the last run out, if no more are given; null where there is none.' });
export type RunOutView = z.infer<typeof runOut>;

/** What exposure and drains are asked of: everything, or one zone, pool or endpoint. */
export const exposureQuery = z.strictObject({
  zone: z.string({ error: 'expected one zone' }).optional().meta({ description: 'Of this zone alone.' }),
  pool: z.string({ error: 'expected one ZONE/POOL' }).optional().meta({ description: '`ZONE/POOL`: of this pool alone.' }),
  endpoint: z
    .string({ error: 'expected one ZONE/POOL/ENDPOINT' })
    .optional()
    .meta({ description: '`ZONE/POOL/ENDPOINT`: of this endpoint alone.' }),
});
export type ExposureQuery = z.infer<typeof exposureQuery>;

const endpointExposure = z.object({
  zone: z.string(),
  pool: z.string(),
  endpoint: z.string(),
  state: state.meta({ description: 'The effective one.' }),
  addresses: z.array(z.string()),
  shared_with: z
    .array(z.string())
    .meta({ description: 'Endpoints with one of the same addresses: answers with them cannot be told apart, and count for each.' }),
  answers: z.int().meta({ description: 'Answers with these addresses whose TTL has not run out: what caches may hold.' }),
  run_out: runOut,
  of_zone: part.meta({ description: 'Which part, from 0 to 1, these are of all unexpired answers with addresses of the zone.' }),
  of_all: part.meta({ description: 'Which part these are of all unexpired answers with an address.' }),
  total: z.int().meta({ description: 'Answers with these addresses since the start.' }),
  records: z
    .array(z.object({ name: z.string(), part }))
    .optional()
    .meta({
      description:
        'Where a pool or an endpoint was asked for: the records that may answer with it, and which part it has of the unexpired answers with any address that the record may answer with.',
    }),
});
export type EndpointExposureView = z.infer<typeof endpointExposure>;

/** `GET /v1/exposure`. */
export const exposureView = z.object({
  now: time,
  counted_since: time.meta({ description: 'The start of the server: answers given before it are not counted, but caches may hold them.' }),
  answers: z.int().meta({ description: 'All unexpired answers with an address, of whatever zone.' }),
  endpoints: z.array(endpointExposure),
});
export type ExposureView = z.infer<typeof exposureView>;

const drain = z.object({
  id: z.int(),
  zone: z.string(),
  pool: z.string(),
  endpoint: z.string(),
  addresses: z.array(z.string()),
  cause: z
    .enum(['down', 'forced-down', 'drain', 'weight', 'removed'])
    .meta({ description: 'Why it is given to nobody any more: measured down, forced down, drained, weight 0, or not declared any more.' }),
  reason: z.string(),
  decided: time,
  served: time.meta({ description: 'When every worker answered by it.' }),
  answers: z.int().meta({ description: 'Unexpired answers with its addresses at that moment.' }),
  run_out: runOut,
  left: z.int().nullable().meta({ description: 'How many of them are unexpired: now, or at the end; null where it was interrupted.' }),
  given_since: z
    .int()
    .meta({ description: 'Answers with its addresses since: of another endpoint with the same address, or where nothing else was up.' }),
  state: z
    .enum(['running', 'drained', 'given-again', 'interrupted'])
    .meta({ description: '`interrupted`: by a restart of the server; what caches hold runs out as it says all the same.' }),
  ended: time.nullable(),
});
export type DrainView = z.infer<typeof drain>;

/** `GET /v1/drains`, the newest first. */
export const drainList = z.object({ now: time, drains: z.array(drain) });
export type DrainList = z.infer<typeof drainList>;
