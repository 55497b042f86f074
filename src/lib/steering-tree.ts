import type { SteeringNode } from '../model/steering.ts';

/** The nodes right below a node of a steering tree, in the order of the file; none below a pool. */
export function nodesBelow(node: SteeringNode): readonly SteeringNode[] {
  switch (node.policy) {
    case 'pool':
      return [];
    case 'failover':
    case 'nearest':
    case 'all':
      return node.of;
    case 'weighted':
    case 'sticky':
      return node.of.map(({ to }) => to);
    case 'geo':
    case 'subnet':
      return [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
  }
}
