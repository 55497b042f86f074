import type { Coordinates, Steering, SteeringNode } from '../model/steering.ts';
import type { Look, Scene } from './policy.ts';
import { policyOf } from './registry.ts';

/** What the trees of one zone are laid over. */
export function createScene(steering: Steering, distanceKm: (a: Coordinates, b: Coordinates) => number): Scene {
  const looks = new WeakMap<SteeringNode, { readonly look: Look | undefined }>();
  const scene: Scene = {
    steering,
    distanceKm,
    poolsBelow: node => [...new Set(leaves(node))].map(name => steering.pools.get(name)!),
    lookOf(node) {
      const known = looks.get(node) ?? { look: policyOf(node).look?.(node, scene) };
      looks.set(node, known);
      return known.look;
    },
  };
  return scene;
}

function leaves(node: SteeringNode): string[] {
  return node.policy === 'pool' ? [node.pool] : policyOf(node).children(node).flatMap(leaves);
}
