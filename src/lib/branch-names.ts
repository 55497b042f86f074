import type { SteeringNode, WeightedBranch } from '../model/steering.ts';
import { nodesBelow } from './steering-tree.ts';

/**
 * What the branches of a node with weights are called, in its order: a pool by its name, any other node by its policy and what is right below
 * it, `failover(web-a,web-b)`. One that is called as one before it has a number behind, `geo(web-a)#2`.
 */
export function branchNames(of: readonly WeightedBranch[]): string[] {
  const seen = new Map<string, number>();
  return of.map(({ to }) => {
    const name = nodeName(to);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}

function nodeName(node: SteeringNode): string {
  return node.policy === 'pool' ? node.pool : `${node.policy}(${nodesBelow(node).map(nodeName).join(',')})`;
}
