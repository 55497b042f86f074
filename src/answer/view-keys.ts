import { continentOf, coordinatesOf } from '../geo/continent.ts';
import { nodesBelow } from '../lib/steering-tree.ts';
import type { ViewKey } from '../model/cloud.ts';
import type { Client, Location } from '../model/location.ts';
import type { SteeringNode } from '../model/steering.ts';
import { presentMatch } from '../steering/geo.ts';

/** Most specific first, as `geo` goes by them. */
const ORDER = ['asn', 'subdivision', 'country', 'continent'] as const;

/**
 * The views that a tree makes, `default` first: one for each key of its `geo` nodes, wherever they stand. Mainland China is one of its own
 * beside Asia, since name servers of others count it apart.
 */
export function viewKeysOf(root: SteeringNode): readonly ViewKey[] {
  const keys = new Set<ViewKey>(['default']);
  collect(root, keys);
  if (keys.has('continent:AS')) keys.add('country:CN');
  return [...keys];
}

function collect(node: SteeringNode, keys: Set<ViewKey>): void {
  if (node.policy === 'geo') for (const { match } of node.branches) keys.add(presentMatch(match) as ViewKey);
  for (const below of nodesBelow(node)) collect(below, keys);
}

/** The most specific of some views that a place lies in. */
export function viewAt(location: Location, keys: ReadonlySet<ViewKey>): ViewKey {
  for (const kind of ORDER) {
    const key = `${kind}:${location[kind]}` as ViewKey;
    if (location[kind] !== undefined && keys.has(key)) return key;
  }
  return 'default';
}

/** A client of whom no more is known than that it is in a view. */
export function clientIn(view: ViewKey): Client {
  return { location: locationIn(view), address: undefined };
}

function locationIn(view: ViewKey): Location {
  const [kind, code = ''] = view.split(':');
  switch (kind) {
    case 'asn':
      return { asn: Number(code) };
    case 'subdivision':
      return { subdivision: code, ...locationIn(`country:${code.slice(0, 2)}`) };
    case 'country': {
      const [continent, coordinates] = [continentOf(code), coordinatesOf(code)];
      return { country: code, ...(continent && { continent }), ...(coordinates && { coordinates }) };
    }
    case 'continent':
      return { continent: code };
    default:
      return {};
  }
}
