import { displayName } from '../lib/dns-name.ts';
import type { EffectiveState, EndpointState } from '../model/effective.ts';
import type { Pool } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { Counts, PoolView } from './contract.ts';
import { stateOf, viewEndpoint } from './endpoint-view.ts';
import { presentMaintenance, presentOverride, type Scenery } from './view.ts';

/** One pool with its endpoints. */
export function viewPool(scenery: Scenery, zone: Name, pool: Pool): PoolView {
  const states = poolStates(scenery, zone, pool);
  const target = { kind: 'pool', zone, pool: pool.name } as const;
  const { measured, effective } = countStates(states);
  return {
    zone: displayName(zone),
    name: pool.name,
    declared: {
      site: pool.site,
      monitors: [...pool.monitors],
      require: pool.require,
      select: pool.select,
      answers: pool.answers,
      flatten: pool.flatten,
      min_up: pool.minUp,
    },
    intent: {
      override: presentOverride(scenery.intentOf('override', target)),
      maintenance: presentMaintenance(scenery.intentOf('maintenance', target)),
    },
    measured: { state: poolState(measured, pool.minUp), endpoints: measured },
    effective: { state: effectivePoolState(states, pool.minUp), endpoints: effective },
    endpoints: pool.endpoints.map(endpoint => viewEndpoint(scenery, zone, pool, endpoint)),
  };
}

/** The states of a pool's endpoints. */
export function poolStates({ snapshot }: Scenery, zone: Name, pool: Pool): EndpointState[] {
  return pool.endpoints.map(endpoint => stateOf(snapshot, zone, pool, endpoint));
}

/** How many endpoints are in each state, as measured and in effect. */
export function countStates(states: Iterable<EndpointState>): { measured: Counts; effective: Counts } {
  const measured = { up: 0, down: 0, drain: 0, unknown: 0 };
  const effective = { ...measured };
  for (const state of states) {
    measured[state.measured.verdict]++;
    effective[state.effective]++;
  }
  return { measured, effective };
}

/** What a pool's parent sees in effect: hosts of which no address is known cannot be answered, whatever their state. */
export function effectivePoolState(states: readonly EndpointState[], minUp: number): EffectiveState {
  return poolState(countStates(states.filter(({ addresses }) => addresses.length > 0)).effective, minUp);
}

/** What a pool's parent sees: unknown endpoints answer as if they were up, drained ones do not answer. */
export function poolState(counts: Counts, minUp: number): EffectiveState {
  if (counts.up + counts.unknown < minUp) return counts.drain > 0 && counts.down === 0 ? 'drain' : 'down';
  return counts.up > 0 ? 'up' : 'unknown';
}
