import { z } from 'zod';
import { found } from './found.ts';
import { list, text, wholeNumber } from './scalar.ts';
import { strictMap } from './strict-map.ts';

/** A steering node as the file writes it: a pool's name, or exactly one policy. */
export type NodeInput = string | PolicyInput;

export interface PolicyInput {
  readonly failover?: readonly NodeInput[];
  readonly weighted?: Readonly<Record<string, number>> | readonly WeightedInput[];
  readonly geo?: Readonly<Record<string, NodeInput>>;
  readonly nearest?: NearestInput;
}

export interface WeightedInput {
  readonly to: NodeInput;
  readonly weight: number;
}

export interface NearestInput {
  readonly of: readonly NodeInput[];
  /** Percent. */
  readonly within: number;
}

const POLICIES = ['failover', 'weighted', 'geo', 'nearest'] as const;
const NODE = `a pool's name or an object with one of ${POLICIES.join(', ')}`;
const LATER = ['subnet', 'sticky', 'all'];

const node: z.ZodType<NodeInput> = z.lazy(() => z.union([text(NODE), policySchema], { error: NODE })).meta({ id: 'node' });

const nodes = list('a list of steering nodes, such as [web-a, web-b]', node);

const weight = wholeNumber(0, 65535);
const WEIGHTED = 'a map of pools to weights, or a list of { to, weight }';

const weightedSchema = z.union(
  [
    z.record(z.string(), weight, { error: WEIGHTED }).refine(branches => Object.keys(branches).length > 0, {
      error: `expected ${WEIGHTED}, found an empty map`,
    }),
    list(WEIGHTED, strictMap('a map such as { to: web-a, weight: 40 }', { to: node, weight })),
  ],
  { error: WEIGHTED },
);

/** What a branch of `geo` may be called. */
const GEO_KEY = /^(default|country:[A-Z]{2}|continent:(AF|AN|AS|EU|NA|OC|SA)|subdivision:[A-Z]{2}-[A-Z0-9]{1,3}|asn:[1-9][0-9]{0,9})$/;

const geoKey = z.string().regex(GEO_KEY, { error: ({ input }) => badGeoKey(String(input)) });

const geoSchema = z
  .record(geoKey, node, { error: 'a map of branches such as country:CN, continent:AS and default' })
  .refine(branches => Object.keys(branches).length > 0, { error: 'expected at least one branch, found none' });

const PERCENT = 'a percentage from 0% to 100%, such as 5%';

const percent = z
  .string({ error: PERCENT })
  .regex(/^(100|\d{1,2}(\.\d+)?)%$/, { error: PERCENT })
  .transform(written => Number.parseFloat(written));

const nearestSchema = z.union(
  [
    nodes.transform(of => ({ of, within: 0 })),
    strictMap('a list of steering nodes, or { of, within }', { of: nodes, within: percent.prefault('0%') }),
  ],
  { error: 'a list of steering nodes, or { of, within }' },
);

const policySchema = strictMap(
  NODE,
  {
    failover: nodes.exactOptional(),
    weighted: weightedSchema.exactOptional(),
    geo: geoSchema.exactOptional(),
    nearest: nearestSchema.exactOptional(),
  },
  { later: LATER, expected: NODE },
)
  .refine(policy => Object.keys(policy).length === 1, { error: ({ input }) => `expected ${NODE}, found ${keysFound(input)}` })
  .meta({ minProperties: 1, maxProperties: 1 });

/** A node of a steering tree, with all that hangs below it. */
export const nodeSchema = node;

function keysFound(input: unknown): string {
  const keys = Object.keys(input as object);
  return keys.length === 0 ? found(input) : keys.join(' and ');
}

function badGeoKey(key: string): string {
  const [kind = '', code = ''] = key.split(':', 2);
  switch (kind) {
    case 'country':
      return `expected a country code of two capital letters behind country:, found ${found(code)}`;
    case 'continent':
      return `expected one of AF, AN, AS, EU, NA, OC, SA behind continent:, found ${found(code)}`;
    case 'subdivision':
      return `expected an ISO 3166-2 code such as CN-ZJ behind subdivision:, found ${found(code)}`;
    case 'asn':
      return `expected a number from 1 to 4294967295 behind asn:, found ${found(code)}`;
    default:
      return `expected country:CN, continent:AS, subdivision:CN-ZJ, asn:64500 or default, found ${found(key)}`;
  }
}
