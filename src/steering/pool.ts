import type { EndpointState } from '../model/effective.ts';
import type { Endpoint, Pool, SteeringNode } from '../model/steering.ts';
import type { Family, Member, Outcome, Policy, Walk } from './policy.ts';

type PoolNode = Extract<SteeringNode, { policy: 'pool' }>;

/** A leaf: the endpoints of one pool that may be answered. */
export const pool: Policy<PoolNode> = {
  children: () => [],
  looksAtClient: false,
  clientKey: () => '',
  label: node => `pool ${node.pool}`,
  decide(node, walk) {
    const declared = walk.scene.steering.pools.get(node.pool)!;
    return walk.cache ? walk.cache.get(declared, walk, () => drawFrom(declared, walk)) : drawFrom(declared, walk);
  },
};

/**
 * A pool is up for a family when enough of its endpoints of that family are. A pool that declares none of the family is judged by
 * what it does declare, and then answers nothing: failing over would send the clients of one family to another site than the rest.
 */
export function drawFrom(declared: Pool, walk: Walk): Outcome | undefined {
  const own = ofFamily(declared, walk.family);
  const judged = own.length > 0 ? own : declared.endpoints;
  const live = judged
    .map(endpoint => ({ endpoint, state: walk.stateOf(declared, endpoint) }))
    .filter(({ endpoint, state }) => {
      const eligible = walk.eligible(state);
      walk.judge?.(endpoint, state, eligible);
      return eligible;
    });
  const needed = Math.min(declared.minUp, judged.length);
  walk.because(`${live.length} of ${judged.length} endpoints up, ${needed} needed`);
  if (live.length < needed) return undefined;
  return [{ weight: 1, draw: { pool: declared, members: own.length > 0 ? weigh(live) : [] } }];
}

/** Weight 0 means: only when nothing else is up; then all such are alike. */
function weigh(live: readonly { endpoint: Endpoint; state: EndpointState }[]): Member[] {
  const weighted = live.filter(({ state }) => state.weight > 0);
  return weighted.length > 0
    ? weighted.map(({ endpoint, state }) => ({ endpoint, weight: state.weight }))
    : live.map(({ endpoint }) => ({ endpoint, weight: 1 }));
}

function ofFamily(declared: Pool, family: Family): readonly Endpoint[] {
  return declared.endpoints.filter(endpoint => endpoint.address.family === family);
}
