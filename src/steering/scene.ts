import type { Coordinates, Steering, SteeringNode } from '../model/steering.ts';
import type { Look, Scene } from './policy.ts';
import { policyOf } from './registry.ts';

/** What the trees of one zone are laid over. */
export function createScene(steering: Steering, distanceKm: (a: Coordinates, b: Coordinates) => number): Scene {
  const looks = new WeakMap<SteeringNode, { readonly look: Look | undefined }>();
  const places = new WeakMap<SteeringNode, readonly (readonly Coordinates[])[]>();
  const placesOf = (node: SteeringNode) => scene.poolsBelow(node).flatMap(({ site }) => coordinatesOf(steering, site));
  const scene: Scene = {
    steering,
    distanceKm,
    poolsBelow: node => [...new Set(leaves(node))].map(name => steering.pools.get(name)!),
    placesBelow(node) {
      const known = places.get(node) ?? policyOf(node).children(node).map(placesOf);
      places.set(node, known);
      return known;
    },
    lookOf(node) {
      const known = looks.get(node) ?? { look: policyOf(node).look?.(node, scene) };
      looks.set(node, known);
      return known.look;
    },
  };
  return scene;
}

function coordinatesOf({ sites }: Steering, site: string): Coordinates[] {
  const { coordinates } = sites.get(site)!;
  return coordinates ? [coordinates] : [];
}

function leaves(node: SteeringNode): string[] {
  return node.policy === 'pool' ? [node.pool] : policyOf(node).children(node).flatMap(leaves);
}
