import type { Location } from '../model/location.ts';
import type { Coordinates, SteeringNode } from '../model/steering.ts';
import type { Look, Outcome, Policy, Scene } from './policy.ts';
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
    for (const { index, km } of rank(walk.scene.placesBelow(node), walk.client.location, walk.scene)) {
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
  const sites = scene.placesBelow(node);
  const inOrder = node.of.map((_, i) => i);
  return {
    fields: ['coordinates'],
    signature: `nearest ${JSON.stringify([node.withinPercent, sites])}`,
    see({ location }) {
      // Not the same as all being equally far away: those would share.
      if (!location.coordinates) return { key: 'nowhere', reaches: inOrder };
      const ranked = rank(sites, location, scene);
      const key = ranked.map(({ index, km }) => `${index}-${ranked.filter(other => other.km <= reach(km, node)).length}`).join(',');
      return { key, reaches: inOrder };
    },
  };
}

function reach(km: number, node: NearestNode): number {
  return km * (1 + node.withinPercent / 100);
}

/** Nearest first; equal distances, and all of them for a client of unknown place, in the order of the file. */
function rank(sites: readonly (readonly Coordinates[])[], { coordinates }: Location, { distanceKm }: Scene): Ranked[] {
  const kmTo = (places: readonly Coordinates[]) =>
    coordinates ? places.reduce((least, place) => Math.min(least, distanceKm(coordinates, place)), Number.POSITIVE_INFINITY) : 0;
  return sites.map((places, index) => ({ index, km: kmTo(places) })).sort((a, b) => a.km - b.km || a.index - b.index);
}
