import { z } from 'zod';

const targets = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .meta({
    description: '`ZONE/POOL/ENDPOINT`, `ZONE/POOL` or `ZONE/site:SITE`; several with commas between, or the parameter several times.',
  });

export const whatIfQuery = z.strictObject({
  down: targets,
  drain: targets,
  up: targets,
  clients: z.string({ error: 'expected one list of countries' }).optional().meta({
    description:
      'What clients weigh by country, `CN=60,US=30,*=10`; `*` is all other countries. Without it the answers counted and the addresses of the geographic database weigh them.',
  }),
  all: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .optional()
    .meta({ description: 'Whether to tell of record sets that would not change, too; false where left out.' }),
});

const part = z.number().meta({ description: 'From 0 to 1.' });
const shift = { before: part, after: part };
const factor = z.number().nullable().meta({ description: '`after` divided by `before`; null where `before` is 0.' });
const shares = {
  unanswered: z.object(shift).meta({ description: 'Answers without a record, or SERVFAIL.' }),
  pools: z
    .array(z.object({ zone: z.string(), pool: z.string(), ...shift, factor }))
    .meta({ description: 'Those that gain most first; so are the endpoints.' }),
  endpoints: z.array(
    z.object({ zone: z.string(), pool: z.string(), endpoint: z.string(), addresses: z.array(z.string()), ...shift, factor }),
  ),
};

const forecast = z.object({
  zone: z.string(),
  name: z.string(),
  type: z.string(),
  weighted_by: z.enum(['traffic_and_addresses', 'countries', 'addresses']).meta({
    description:
      'What its clients weigh: the answers counted of this record set and, worth 1,000 answers, the IPv4 addresses in the geographic database; the weights given by country; or, where nothing was counted yet, the addresses alone.',
  }),
  answers: z.int().meta({ description: 'Counted, of this record set.' }),
  changes: z.boolean(),
  comes_to_resort: z.boolean().meta({ description: 'Whether any clients come to a resort that they are not at now.' }),
  resorts: z
    .array(z.object({ because: z.string(), ...shift }))
    .meta({ description: 'What it comes to, and for which part of its clients, where nothing is up: `when_all_down`, drained endpoints.' }),
  ...shares,
});

/** What would be answered under other circumstances than there are. */
export const forecastView = {
  answers: z.int().meta({ description: 'Counted, of all record sets.' }),
  record_sets: z.int(),
  countries_without_addresses: z.array(z.string()).meta({
    description: 'Weights were given for them, but the geographic database has no IPv4 address of theirs: they count for nothing.',
  }),
  total: z.object({
    weighted_by: z.enum(['traffic', 'even']).meta({
      description: 'Record sets count by the answers counted and one more each; where none was counted at all, that is all alike.',
    }),
    ...shares,
  }),
  records: z.array(forecast).meta({ description: 'The record sets that change; with `all`, every one.' }),
};

/** What would be answered if endpoints were in other states. */
export const whatIfView = z.object({
  generation: z.int(),
  targets: z.array(z.object({ target: z.string(), state: z.enum(['up', 'down', 'drain']) })),
  ...forecastView,
});
export type WhatIfView = z.infer<typeof whatIfView>;
