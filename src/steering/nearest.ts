import type { Location } from '../model/location.ts';
import type { Coordinates, SteeringNode } from '../model/steering.ts';
import type { Look, Outcome, Policy, Scene, Sight } from './policy.ts';
import { scale } from './weighted.ts';

type NearestNode = Extract<SteeringNode, { policy: 'nearest' }>;

interface Ranked {
  readonly index: number;
  readonly km: number;
}

/**
 * The child nearest to the client that is up, with those about as near (`within`). A client of unknown place gets the first of the
 * list that is up.
 */
export const nearest: Policy<NearestNode> = {
  children: node => node.of,
  look,
  label: node => (node.withinPercent > 0 ? `nearest within ${node.withinPercent}%` : 'nearest'),
  decide(node, walk) {
    const chosen: Outcome[] = [];
    let limit = Number.POSITIVE_INFINITY;
    const { coordinates } = walk.client.location;
    for (const { index, km } of rank(node, walk.client.location, walk.scene)) {
      const child = node.of[index]!;
      if (chosen.length > 0 && (km > limit || !coordinates)) {
        walk.passOver(child, coordinates ? `${Math.round(km)} km away: farther` : 'one before it is up');
        continue;
      }
      const outcome = walk.visit(child);
      if (!outcome) continue;
      if (chosen.length === 0) {
        limit = reach(km, node);
        walk.because(coordinates ? `${Math.round(km)} km away` : 'the client is nowhere known: the first that is up');
      }
      chosen.push(outcome);
    }
    return chosen.length === 0 ? undefined : chosen.flatMap(outcome => scale(outcome, 1));
  },
};

/** Which children share depends on who is up, so the key tells for each child how far its company would reach. */
function look(node: NearestNode, scene: Scene): Look {
  const places = scene.placesBelow(node);
  const reaches = node.of.map((_, i) => i);
  // Not the same as all being equally far away: those would share.
  const nowhere: Sight = { key: 'nowhere', reaches };
  const distances = new Float64Array(places.length);
  const order: number[] = [];
  return {
    fields: ['coordinates'],
    signature: `nearest ${JSON.stringify([node.withinPercent, places])}`,
    see({ location: { coordinates } }) {
      if (!coordinates) return nowhere;
      places.forEach((below, i) => {
        distances[i] = kmTo(below, coordinates, scene);
      });
      sortByDistance(order, distances);
      let key = '';
      for (const [rank, child] of order.entries()) {
        let company = rank + 1;
        const limit = reach(distances[child]!, node);
        while (company < order.length && distances[order[company]!]! <= limit) company++;
        key += `${child}-${company},`;
      }
      return { key, reaches };
    },
  };
}

function reach(km: number, node: NearestNode): number {
  return km * (1 + node.withinPercent / 100);
}

function kmTo(places: readonly Coordinates[], client: Coordinates, { distanceKm }: Scene): number {
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) least = Math.min(least, distanceKm(client, place));
  return least;
}

/** Nearest first; equal distances, and all of them for a client of unknown place, in the order of the file. */
function rank(node: NearestNode, { coordinates }: Location, scene: Scene): Ranked[] {
  const distances = scene.placesBelow(node).map(places => (coordinates ? kmTo(places, coordinates, scene) : 0));
  const order = sortByDistance([], distances);
  return order.map(index => ({ index, km: distances[index]! }));
}

/** Fills `order` with the numbers of distances, the least first; of equal ones the first. They are few. */
function sortByDistance(order: number[], distances: ArrayLike<number>): readonly number[] {
  for (let i = 0; i < distances.length; i++) {
    let at = i;
    for (; at > 0 && distances[order[at - 1]!]! > distances[i]!; at--) order[at] = order[at - 1]!;
    order[at] = i;
  }
  return order;
}
