import { isInForce } from '../lib/in-force.ts';
import { endpointKey, intentTargetKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { EndpointKey, Measured } from '../model/health.ts';
import type { Intent } from '../model/intent.ts';
import type { Address, Endpoint, Pool } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { effectiveState } from './override.ts';

/** The intents in force, by `intentTargetKey` of what they are about. */
export type IntentIndex = ReadonlyMap<string, readonly Intent[]>;

/** The addresses that were found for a host name, in order; empty while there are none. The same array until they change. */
export type AddressesOf = (host: Name) => readonly Address[];

/** One declared endpoint and what bears on it. */
export interface EndpointFacts {
  readonly zone: Name;
  readonly pool: Pool;
  readonly endpoint: Endpoint;
  readonly measured: Measured;
  readonly intents: IntentIndex;
  /** Asked for hosts of pools that flatten. Left out: nothing has been found yet. */
  readonly addressesOf?: AddressesOf;
}

const NONE_FOUND: readonly Address[] = [];

/** The intents in force at `nowMs`, found by what they are about. */
export function indexIntents(intents: readonly Intent[], nowMs: number): IntentIndex {
  const inForce = intents.filter(intent => isInForce(intent, nowMs));
  return Map.groupBy(inForce, ({ target }) => intentTargetKey(target));
}

/** One endpoint as declared, intended, measured and in effect: the overrides of itself, its pool and its site, and its own weight. */
export function endpointState({ zone, pool, endpoint, measured, intents, addressesOf }: EndpointFacts): EndpointState {
  const own = intents.get(intentTargetKey({ kind: 'endpoint', zone, pool: pool.name, endpoint: endpoint.name })) ?? [];
  const around = [
    ...(intents.get(intentTargetKey({ kind: 'pool', zone, pool: pool.name })) ?? []),
    ...(intents.get(intentTargetKey({ kind: 'site', zone, site: pool.site })) ?? []),
  ].filter(({ kind }) => kind !== 'weight');
  const bearing = [...own, ...around];
  const overrides = bearing.flatMap(intent => (intent.kind === 'override' ? [intent.state] : []));
  return {
    key: endpointKey(zone, pool.name, endpoint.name),
    measured,
    ...effectiveState(measured.verdict, overrides),
    intents: bearing,
    declaredWeight: endpoint.weight,
    weight: own.find(intent => intent.kind === 'weight')?.weight ?? endpoint.weight,
    addresses: answeredAddresses(pool, endpoint, addressesOf),
  };
}

function answeredAddresses({ flatten }: Pool, { address }: Endpoint, addressesOf?: AddressesOf): readonly Address[] {
  return flatten && address.family === 'host' ? (addressesOf?.(address.name) ?? NONE_FOUND) : [address];
}

/** How the states of endpoints come about, besides what is declared. */
export interface StateSources extends Pick<EndpointFacts, 'intents' | 'addressesOf'> {
  /** Asked once for each endpoint. */
  readonly measured: (key: EndpointKey) => Measured;
}

/** The state of every endpoint that is declared. */
export function endpointStates(declared: Declared, { measured, ...sources }: StateSources): EndpointStates {
  const states = new Map<EndpointKey, EndpointState>();
  for (const { name: zone, steering } of declared.zones.values()) {
    for (const pool of steering?.pools.values() ?? []) {
      for (const endpoint of pool.endpoints) {
        const key = endpointKey(zone, pool.name, endpoint.name);
        states.set(key, endpointState({ zone, pool, endpoint, measured: measured(key), ...sources }));
      }
    }
  }
  return states;
}
