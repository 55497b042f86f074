import { surelyOn } from '../../../lib/country-codes.ts';
import { nodesBelow } from '../../../lib/steering-tree.ts';
import type { GeoMatch, SteeringNode } from '../../../model/steering.ts';
import type { PlacedTree } from '../tree.ts';
import type { TreeContext } from './registry.ts';

/** A branch that leads to a node: its clients are all of this place. */
interface Above {
  readonly match: GeoMatch;
  /** As the file writes it. */
  readonly key: string;
}

/** Warns of branches of `geo` below other branches of `geo` that no client can fit. */
export function noteUnreachableGeo(context: TreeContext, tree: PlacedTree): void {
  if (tree.nodes.filter(({ policy }) => policy === 'geo').length < 2) return;
  noteBelow(context, tree, { node: tree.root, above: [] });
}

function noteBelow(context: TreeContext, tree: PlacedTree, at: { node: SteeringNode; above: readonly Above[] }): void {
  const { node, above } = at;
  if (node.policy !== 'geo') {
    for (const below of nodesBelow(node)) noteBelow(context, tree, { node: below, above });
    return;
  }
  for (const { match, to } of node.branches) {
    const key = String(tree.pathOf(to).at(-1));
    const barring = above.find(outer => areApart(outer.match, match));
    if (!barring) noteBelow(context, tree, { node: to, above: [...above, { match, key }] });
    else context.draft.warningAtKey(tree.pathOf(to), `never used: it lies below ${barring.key}, and no client is in both`);
  }
  if (node.otherwise) noteBelow(context, tree, { node: node.otherwise, above });
}

/** Whether surely no client fits both. A network has its clients anywhere. */
function areApart(a: GeoMatch, b: GeoMatch): boolean {
  if (a.kind === 'asn' || b.kind === 'asn') return a.kind === 'asn' && b.kind === 'asn' && a.number !== b.number;
  if (a.kind === b.kind) return a.code !== b.code;
  if (a.kind !== 'continent' && b.kind !== 'continent') return countryOf(a) !== countryOf(b);
  const continents = [continentOf(a), continentOf(b)];
  return !continents.includes(undefined) && continents[0] !== continents[1];
}

type Place = Exclude<GeoMatch, { kind: 'asn' }>;

function countryOf({ code }: Place): string {
  return code.slice(0, 2);
}

function continentOf(place: Place): string | undefined {
  return place.kind === 'continent' ? place.code : surelyOn(countryOf(place));
}
