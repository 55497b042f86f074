import type { SteeringNode, WeightedBranch } from '../model/steering.ts';
import type { Outcome, Policy, Scene, StickyBranch } from './policy.ts';
import { liveBranches, scale } from './weighted.ts';

type StickyNode = Extract<SteeringNode, { policy: 'sticky' }>;

/**
 * One child for each client's network, always the same while it is up (weighted rendezvous hashing): when one goes, only its clients move, and come
 * back with it. Weight 0 means: only when nothing else is up.
 */
export const sticky: Policy<StickyNode> = {
  children: node => node.of.map(({ to }) => to),
  // The network does not make classes of clients: it chooses anew for every answer.
  look: undefined,
  label: ({ prefix }) => `sticky by /${prefix.ipv4} and /${prefix.ipv6}`,
  decide(node, walk): Outcome | undefined {
    const live = liveBranches(node.of, walk);
    if (live.length < 2) return live[0] && scale(live[0].outcome, 1);
    walk.because(`by the client's network, ${live.map(({ weight }) => weight).join(' : ')}`);
    const names = namesOf(node.of, walk.scene);
    const of = live.map(({ index, weight, outcome }): StickyBranch => ({ weight, outcome, name: names[index]! }));
    return [{ weight: 1, draw: { kind: 'sticky', prefix: node.prefix, of } }];
  },
};

/** Names that stay when weights or order change: of the policy and the pools below. */
function namesOf(of: readonly WeightedBranch[], { poolsBelow }: Scene): string[] {
  const seen = new Map<string, number>();
  return of.map(({ to }) => {
    const name = `${to.policy} ${poolsBelow(to).map(pool => pool.name)}`;
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name} ${times}`;
  });
}
