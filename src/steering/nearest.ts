import type { Location } from '../model/location.ts';
import type { SteeringNode } from '../model/steering.ts';
import type { Outcome, Policy, Scene } from './policy.ts';
import { scale } from './weighted.ts';

type NearestNode = Extract<SteeringNode, { policy: 'nearest' }>;

interface Ranked {
  readonly child: SteeringNode;
  readonly index: number;
  readonly km: number;
}

/**
 * The child nearest to the client that is up, with those about as near (`within`). A client of unknown place gets the first of the
 * list that is up.
 */
export const nearest: Policy<NearestNode> = {
  children: node => node.of,
  looksAtClient: true,
  clientKey(node, client, scene) {
    // Not the same as all being equally far away: those would share.
    if (!client.coordinates) return 'nowhere';
    const ranked = rank(node, client, scene);
    // Which children share depends on who is up, so the key tells for each child how far its company would reach.
    return ranked.map(({ index, km }) => `${index}-${ranked.filter(other => other.km <= reach(km, node)).length}`).join(',');
  },
  label: node => (node.withinPercent > 0 ? `nearest within ${node.withinPercent}%` : 'nearest'),
  decide(node, walk) {
    const chosen: Outcome[] = [];
    let limit = Number.POSITIVE_INFINITY;
    const located = walk.client.coordinates !== undefined;
    for (const { child, km } of rank(node, walk.client, walk.scene)) {
      if (chosen.length > 0 && (km > limit || !located)) {
        walk.passOver(child, located ? `${Math.round(km)} km away: farther` : 'one before it is up');
        continue;
      }
      const outcome = walk.visit(child);
      if (!outcome) continue;
      if (chosen.length === 0) {
        limit = reach(km, node);
        walk.because(located ? `${Math.round(km)} km away` : 'the client is nowhere known: the first that is up');
      }
      chosen.push(outcome);
    }
    return chosen.length === 0 ? undefined : chosen.flatMap(outcome => scale(outcome, 1));
  },
};

function reach(km: number, node: NearestNode): number {
  return km * (1 + node.withinPercent / 100);
}

/** Nearest first; equal distances, and all of them for a client of unknown place, in the order of the file. */
function rank(node: NearestNode, client: Location, scene: Scene): Ranked[] {
  return node.of
    .map((child, index) => ({ child, index, km: distanceTo(child, client, scene) }))
    .sort((a, b) => a.km - b.km || a.index - b.index);
}

/** Kilometres from the client to the nearest site below `node`; 0 for a client of unknown place. */
function distanceTo(node: SteeringNode, client: Location, { steering, distanceKm, poolsBelow }: Scene): number {
  if (!client.coordinates) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const { site } of poolsBelow(node)) {
    const coordinates = steering.sites.get(site)!.coordinates;
    if (coordinates) least = Math.min(least, distanceKm(client.coordinates, coordinates));
  }
  return least;
}
