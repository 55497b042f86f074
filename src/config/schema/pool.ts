import { z } from 'zod';
import { ADDRESS, addressSchema } from './address.ts';
import { list, named, text, wholeNumber } from './scalar.ts';
import { strictMap } from './strict-map.ts';

const endpointSchema = z.union(
  [
    addressSchema.transform(address => ({ address, weight: 100 })),
    strictMap(ADDRESS, { address: addressSchema, weight: wholeNumber(0, 65535).default(100) }),
  ],
  { error: `${ADDRESS}, or a map such as { address: 203.0.113.10, weight: 50 }` },
);

const MONITORS = 'a map such as { all: [web, db] } or { any: [web, db] }';

const monitorNames = list("a list of monitors' names", text("a monitor's name"));

const monitorsSchema = strictMap(MONITORS, { all: monitorNames.exactOptional(), any: monitorNames.exactOptional() })
  .refine(({ all, any }) => (all === undefined) !== (any === undefined), {
    error: ({ input }) => `expected either all or any, found ${Object.keys(input as object).length === 0 ? 'neither' : 'both'}`,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

/** Endpoints of one site that serve the same thing. */
export const poolSchema = strictMap("a pool's keys: site, monitor, endpoints …", {
  site: text("a site's name"),
  monitor: text("a monitor's name").exactOptional(),
  monitors: monitorsSchema.exactOptional(),
  endpoints: named('endpoint', endpointSchema).refine(endpoints => Object.keys(endpoints).length > 0, {
    error: 'expected at least one endpoint, found none',
  }),
  select: z.enum(['weighted', 'sticky', 'failover', 'all'], { error: 'one of weighted, sticky, failover, all' }).default('weighted'),
  // Undefined: all of them with `select: all`, else one.
  answers: wholeNumber(1, 65535).exactOptional(),
  flatten: z.boolean({ error: 'true or false' }).default(false),
  min_up: wholeNumber(1, 65535).default(1),
});

export type PoolInput = z.output<typeof poolSchema>;
