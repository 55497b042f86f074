import { endpointKey, intentTargetKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { EndpointKey, Measured } from '../model/health.ts';
import type { Intent } from '../model/intent.ts';
import type { Endpoint, Pool } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { effectiveState } from './override.ts';

/** The intents in force, by `intentTargetKey` of what they are about. */
export type IntentIndex = ReadonlyMap<string, readonly Intent[]>;

/** One declared endpoint and what bears on it. */
export interface EndpointFacts {
  readonly zone: Name;
  readonly pool: Pool;
  readonly endpoint: Endpoint;
  readonly measured: Measured;
  readonly intents: IntentIndex;
}

/** The intents that have not expired at `nowMs`, found by what they are about. An intent ends at its `expiresAtMs`. */
export function indexIntents(intents: readonly Intent[], nowMs: number): IntentIndex {
  const inForce = intents.filter(({ expiresAtMs }) => expiresAtMs === undefined || expiresAtMs > nowMs);
  return Map.groupBy(inForce, ({ target }) => intentTargetKey(target));
}

/** One endpoint as declared, intended, measured and in effect: the overrides of itself, its pool and its site, and its own weight. */
export function endpointState({ zone, pool, endpoint, measured, intents }: EndpointFacts): EndpointState {
  const own = intents.get(intentTargetKey({ kind: 'endpoint', zone, pool: pool.name, endpoint: endpoint.name })) ?? [];
  const around = [
    ...(intents.get(intentTargetKey({ kind: 'pool', zone, pool: pool.name })) ?? []),
    ...(intents.get(intentTargetKey({ kind: 'site', zone, site: pool.site })) ?? []),
  ].filter(({ kind }) => kind === 'override');
  const bearing = [...own, ...around];
  const overrides = bearing.flatMap(intent => (intent.kind === 'override' ? [intent.state] : []));
  return {
    key: endpointKey(zone, pool.name, endpoint.name),
    measured,
    ...effectiveState(measured.verdict, overrides),
    intents: bearing,
    declaredWeight: endpoint.weight,
    weight: own.find(intent => intent.kind === 'weight')?.weight ?? endpoint.weight,
  };
}

/** The state of every endpoint that is declared; `measured` is asked once for each. */
export function endpointStates(declared: Declared, measured: (key: EndpointKey) => Measured, intents: IntentIndex): EndpointStates {
  const states = new Map<EndpointKey, EndpointState>();
  for (const { name: zone, steering } of declared.zones.values()) {
    for (const pool of steering?.pools.values() ?? []) {
      for (const endpoint of pool.endpoints) {
        const key = endpointKey(zone, pool.name, endpoint.name);
        states.set(key, endpointState({ zone, pool, endpoint, measured: measured(key), intents }));
      }
    }
  }
  return states;
}
