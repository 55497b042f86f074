import type { SteeringNode } from '../model/steering.ts';
import type { Outcome, Policy } from './policy.ts';

type FailoverNode = Extract<SteeringNode, { policy: 'failover' }>;

/** The first child that is up. */
export const failover: Policy<FailoverNode> = {
  children: node => node.of,
  look: undefined,
  label: () => 'failover',
  decide(node, walk) {
    let chosen: Outcome | undefined;
    for (const child of node.of) {
      if (chosen) walk.passOver(child, 'one before it is up');
      else chosen = walk.visit(child);
    }
    return chosen;
  },
};
