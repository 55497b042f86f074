import { z } from 'zod';
import { found } from '../found.ts';
import type { NodeInput } from '../node.ts';

/** Branches by place, `default` among them. */
export type GeoInput = Readonly<Record<string, NodeInput>>;

/** What a branch of `geo` may be called. */
const GEO_KEY = /^(default|country:[A-Z]{2}|continent:(AF|AN|AS|EU|NA|OC|SA)|subdivision:[A-Z]{2}-[A-Z0-9]{1,3}|asn:[1-9][0-9]{0,9})$/;

const geoKey = z.string().regex(GEO_KEY, { error: ({ input }) => badGeoKey(String(input)) });

/** The value of `geo`. */
export function geoSchema(node: z.ZodType<NodeInput>) {
  return z
    .record(geoKey, node, { error: 'a map of branches such as country:CN, continent:AS and default' })
    .refine(branches => Object.keys(branches).length > 0, { error: 'expected at least one branch, found none' })
    .meta({ minProperties: 1 });
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
