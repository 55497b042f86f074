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

/** The same node with others right below it; `replace` is asked for each, in the order of the file. */
export function withNodesBelow(node: SteeringNode, replace: (below: SteeringNode) => SteeringNode): SteeringNode {
  const replaceTo = <Branch extends { readonly to: SteeringNode }>(branch: Branch): Branch => ({ ...branch, to: replace(branch.to) });
  switch (node.policy) {
    case 'pool':
      return node;
    case 'failover':
    case 'nearest':
    case 'all':
      return { ...node, of: node.of.map(replace) };
    case 'weighted':
    case 'sticky':
      return { ...node, of: node.of.map(replaceTo) };
    case 'geo':
      return { ...node, branches: node.branches.map(replaceTo), ...(node.otherwise && { otherwise: replace(node.otherwise) }) };
    case 'subnet':
      return { ...node, branches: node.branches.map(replaceTo), ...(node.otherwise && { otherwise: replace(node.otherwise) }) };
  }
}
