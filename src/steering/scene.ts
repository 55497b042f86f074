import type { Location } from '../model/location.ts';
import type { Coordinates, Steering, SteeringNode } from '../model/steering.ts';
import type { Scene } from './policy.ts';
import { policyOf } from './registry.ts';

/** What the trees of one zone are laid over. */
export function createScene(steering: Steering, distanceKm: (a: Coordinates, b: Coordinates) => number): Scene {
  return {
    steering,
    distanceKm,
    poolsBelow: node => [...new Set(leaves(node))].map(name => steering.pools.get(name)!),
  };
}

/** What of the client a whole tree looks at: clients of the same key are one client class. */
export function treeKey(node: SteeringNode, client: Location, scene: Scene): string {
  const policy = policyOf(node);
  const below = policy.children(node).map(child => treeKey(child, client, scene));
  return `${policy.clientKey(node, client, scene)}(${below.join(';')})`;
}

/** Whether any node of the tree looks at the client's location. */
export function looksAtClient(node: SteeringNode): boolean {
  const policy = policyOf(node);
  return policy.looksAtClient || policy.children(node).some(looksAtClient);
}

function leaves(node: SteeringNode): string[] {
  return node.policy === 'pool' ? [node.pool] : policyOf(node).children(node).flatMap(leaves);
}
