import type { Derive } from '../control/loop.ts';
import { endpointState, endpointStates, indexIntents } from '../health/endpoint-state.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import { parseEndpointKey } from '../lib/keys.ts';

/** How control gets the states that follow from inputs and verdicts. */
export function deriveFrom(health: Health, clock: Clock): Derive {
  return {
    all: ({ declared, intents }) => endpointStates(declared, health.measured, indexIntents(intents, clock.now())),
    some({ declared, intents }, keys) {
      const index = indexIntents(intents, clock.now());
      return [...keys].flatMap(key => {
        const parts = parseEndpointKey(key);
        const pool = parts && declared.zones.get(parts.zone)?.steering?.pools.get(parts.pool);
        const endpoint = pool?.endpoints.find(({ name }) => name === parts?.endpoint);
        return endpoint
          ? [endpointState({ zone: parts!.zone, pool: pool!, endpoint, measured: health.measured(key), intents: index })]
          : [];
      });
    },
  };
}
