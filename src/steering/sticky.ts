import { nodesBelow } from '../lib/steering-tree.ts';
import type { SteeringNode, WeightedBranch } from '../model/steering.ts';
import type { Outcome, Policy, StickyBranch } from './policy.ts';
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
    const live = liveBranches(node.of, walk).map(branch => ({ ...branch, outcome: below(branch.outcome) }));
    if (live.length < 2) return live[0] && scale(live[0].outcome, 1);
    walk.because(`by the client's network, ${live.map(({ weight }) => weight).join(' : ')}`);
    const names = namesOf(node.of);
    const of = live.map(({ index, weight, outcome }): StickyBranch => ({ weight, outcome, name: names[index]! }));
    return [{ weight: 1, draw: { kind: 'sticky', prefix: node.prefix, of } }];
  },
};

/** Names that stay when weights or order change: of the policy and what is below. */
function namesOf(of: readonly WeightedBranch[]): string[] {
  const seen = new Map<string, number>();
  return of.map(({ to }) => {
    const name = nameOf(to);
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name} ${times}`;
  });
}

/** The order of a failover is what it does; of any other policy it means little or nothing. */
function nameOf(node: SteeringNode): string {
  if (node.policy === 'pool') return `pool ${node.pool}`;
  const names = [...new Set(nodesBelow(node).map(nameOf))];
  return `${node.policy} (${(node.policy === 'failover' ? names : names.sort()).join(', ')})`;
}

/** What was chosen by a name must not be chosen by the same again: a pool that is here and further below would draw its clients twice over. */
function below(outcome: Outcome): Outcome {
  return outcome.map(share => {
    const { draw } = share;
    if (draw.kind === 'records') return share;
    const of = draw.of.map(branch => ({ ...branch, name: `below ${branch.name}`, outcome: below(branch.outcome) }));
    return { ...share, draw: { ...draw, of } };
  });
}
