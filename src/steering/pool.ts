import type { EndpointState } from '../model/effective.ts';
import type { Endpoint, Pool, SteeringNode } from '../model/steering.ts';
import type { Family, Member, Outcome, Policy, Walk } from './policy.ts';

type PoolNode = Extract<SteeringNode, { policy: 'pool' }>;

/** A leaf: the endpoints of one pool that may be answered. */
export const pool: Policy<PoolNode> = {
  children: () => [],
  look: undefined,
  label: node => `pool ${node.pool}`,
  decide(node, walk) {
    const declared = walk.scene.steering.pools.get(node.pool)!;
    return walk.draws ? walk.draws.of(declared, () => drawFrom(declared, walk)) : drawFrom(declared, walk);
  },
};

interface Candidate {
  readonly endpoint: Endpoint;
  readonly state: EndpointState;
}

/**
 * A pool is up for a family when enough of its endpoints of that family are. A pool that has none of the family is judged by what it does
 * have, and then answers nothing: failing over would send the clients of one family to another site than the rest. A host name whose
 * addresses are not known yet cannot be answered, whatever its verdict, but may come to have some of the family: it counts as not up.
 */
export function drawFrom(declared: Pool, walk: Walk): Outcome | undefined {
  const candidates = declared.endpoints.map(endpoint => ({ endpoint, state: walk.stateOf(declared, endpoint) }));
  const own = candidates.filter(({ state }) => has(state, walk.family));
  const judged = own.length > 0 ? candidates.filter(({ state }) => mayHave(state, walk.family)) : candidates;
  const live = judged.filter(({ endpoint, state }) => {
    const eligible = walk.rule.eligible(state) && state.addresses.length > 0;
    walk.judge?.(endpoint, state, eligible);
    return eligible;
  });
  const needed = walk.rule.fewSuffice ? 1 : Math.min(declared.minUp, judged.length);
  walk.because(`${live.length} of ${judged.length} endpoints up, ${needed} needed`);
  if (live.length < needed) return undefined;
  const members = own.length > 0 ? distinct(weigh(live).flatMap(candidate => membersOf(declared, candidate, walk.family))) : [];
  const { select, answers } = declared;
  return [{ weight: 1, draw: { kind: 'records', select, answers, pools: [declared], members } }];
}

function has({ addresses }: EndpointState, family: Family): boolean {
  return addresses.some(address => address.family === family);
}

function mayHave(state: EndpointState, family: Family): boolean {
  return state.addresses.length === 0 || has(state, family);
}

/** Weight 0 means: only when nothing else is up; then all such are alike. */
function weigh(live: readonly Candidate[]): (Candidate & { readonly weight: number })[] {
  const weighted = live.filter(({ state }) => state.weight > 0);
  return weighted.length > 0
    ? weighted.map(candidate => ({ ...candidate, weight: candidate.state.weight }))
    : live.map(candidate => ({ ...candidate, weight: 1 }));
}

/** The addresses of a host name share its weight. */
function membersOf(declared: Pool, { endpoint, state, weight }: Candidate & { readonly weight: number }, family: Family): Member[] {
  const addresses = state.addresses.filter(address => address.family === family);
  return addresses.map(address => ({ pool: declared, endpoint, address, weight: weight / addresses.length }));
}

/** Host names may share an address, which an answer carries once (RFC 2181 section 5): it has the weight of all of them. */
function distinct(members: readonly Member[]): readonly Member[] {
  const byAddress = new Map<string, Member>();
  for (const member of members) {
    const known = byAddress.get(member.address.text);
    byAddress.set(member.address.text, known ? { ...known, weight: known.weight + member.weight } : member);
  }
  return [...byAddress.values()];
}
