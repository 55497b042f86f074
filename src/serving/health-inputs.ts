import type { Derive } from '../control/loop.ts';
import { type AddressesOf, endpointState, endpointStates, indexIntents } from '../health/endpoint-state.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import { parseEndpointKey } from '../lib/keys.ts';

const NOTHING_FOUND: AddressesOf = () => [];

/** How control gets the states that follow from inputs, verdicts and the addresses that were found for hosts. */
export function deriveFrom(health: Health, clock: Clock, addressesOf: AddressesOf = NOTHING_FOUND): Derive {
  return {
    all: ({ declared, intents }) =>
      endpointStates(declared, { measured: key => health.measured(key), intents: indexIntents(intents, clock.now()), addressesOf }),
    some({ declared, intents }, keys) {
      const index = indexIntents(intents, clock.now());
      return [...keys].flatMap(key => {
        const parts = parseEndpointKey(key);
        const pool = parts && declared.zones.get(parts.zone)?.steering?.pools.get(parts.pool);
        const endpoint = pool?.endpoints.find(({ name }) => name === parts?.endpoint);
        if (!endpoint) return [];
        return [endpointState({ zone: parts!.zone, pool: pool!, endpoint, measured: health.measured(key), intents: index, addressesOf })];
      });
    },
  };
}
