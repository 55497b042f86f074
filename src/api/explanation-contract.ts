import { z } from 'zod';
import { expected } from './expected.ts';
import { monitorStandingView } from './standing-contract.ts';

export const explainQuery = z.strictObject({
  name: z.string({ error: expected('a domain name') }).meta({ description: 'A domain name; the final dot may be left out.' }),
  type: z
    .string({ error: expected('one record type') })
    .optional()
    .meta({ description: '`A`, `AAAA`, `TYPE65` …; A where left out.' }),
  client: z
    .string({ error: expected('one address or prefix') })
    .optional()
    .meta({
      description: "The client's address or prefix, such as `203.0.113.0/24`; where left out, a client nothing is known of.",
    }),
});

/** Why a question is answered as it is. */
export const explanationView = z.object({
  name: z.string(),
  type: z.string(),
  client: z.string(),
  generation: z.int(),
  rcode: z.string(),
  summary: z.string(),
  zone: z.string().nullable(),
  location: z
    .object({
      country: z.string().nullable(),
      continent: z.string().nullable(),
      subdivision: z.string().nullable(),
      asn: z.int().nullable(),
      coordinates: z.tuple([z.number(), z.number()]).nullable(),
      /** The prefix that the database has around the client. */
      prefix: z.string(),
    })
    .nullable(),
  steps: z.array(z.object({ depth: z.int(), node: z.string(), outcome: z.enum(['taken', 'skipped']), reason: z.string() })),
  endpoints: z
    .array(z.object({ endpoint: z.string().meta({ description: '`ZONE/POOL/ENDPOINT`.' }), monitors: z.array(monitorStandingView) }))
    .meta({ description: 'The endpoints that the steps look at, in their order, and what the vantages say of each.' }),
  shares: z.array(z.object({ pool: z.string(), endpoints: z.array(z.string()), addresses: z.array(z.string()), share: z.number() })),
  ttl_seconds: z.int().nullable().meta({ description: 'The most seconds that an answer lives which is given now.' }),
  ttl_least_seconds: z
    .int()
    .nullable()
    .meta({ description: 'And the least: answers are shortened so that they run out just after a look at what they give.' }),
  ttl_reason: z.string().nullable(),
  scope: z.int(),
  scope_reason: z.string(),
});
export type ExplanationView = z.infer<typeof explanationView>;
