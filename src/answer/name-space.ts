import { isWithin, parentOf } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode, ZoneNodes } from '../model/zone.ts';

/** The record sets steered at one owner: TYPE → id of the record set. An alias has one, under CNAME. */
export type SteeredTypes = ReadonlyMap<number, number>;

/** One zone as the compiler sees it. */
export interface PlannedZone {
  readonly apex: Name;
  readonly soa: RecordSet;
  readonly nodes: ZoneNodes;
  readonly steered: ReadonlyMap<Name, SteeredTypes>;
}

/** What stands where a name leads to. */
export type Place =
  | { readonly kind: 'node'; readonly zone: PlannedZone; readonly node: ZoneNode }
  | { readonly kind: 'missing'; readonly zone: PlannedZone }
  /** Somebody else, or another query, tells: `zone` is the one of ours that leads there. */
  | { readonly kind: 'elsewhere'; readonly because: 'delegated' | 'dname'; readonly zone: PlannedZone }
  | { readonly kind: 'elsewhere'; readonly because: 'foreign' | 'loop'; readonly zone?: undefined };

/** All zones together, to follow aliases from one into another. */
export class NameSpace {
  readonly zones: ReadonlyMap<Name, PlannedZone>;

  constructor(zones: Iterable<PlannedZone>) {
    this.zones = new Map([...zones].map(zone => [zone.apex, zone]));
  }

  /** What a query for `name` finds; a wildcard stands in for the names it covers (RFC 4592 section 3.3.1). */
  find(name: Name): Place {
    const zone = this.#zoneOf(name);
    if (!zone) return { kind: 'elsewhere', because: 'foreign' };
    const { nodes } = zone;
    const exact = nodes.get(name);
    const encloser = exact ?? closestEncloser(name, zone);
    if (encloser.cut !== undefined) return { kind: 'elsewhere', because: 'delegated', zone };
    if (encloser.dname !== undefined || (!exact && encloser.sets.has(RR_TYPE.DNAME))) return { kind: 'elsewhere', because: 'dname', zone };
    if (exact) return { kind: 'node', zone, node: exact };
    const wildcard = nodes.get(encloser.name === '.' ? '*.' : `*.${encloser.name}`);
    return wildcard ? { kind: 'node', zone, node: wildcard } : { kind: 'missing', zone };
  }

  #zoneOf(name: Name): PlannedZone | undefined {
    for (let at: Name | undefined = name; at !== undefined; at = parentOf(at)) {
      const zone = this.zones.get(at);
      if (zone) return zone;
    }
    return undefined;
  }
}

function closestEncloser(name: Name, { apex, nodes }: PlannedZone): ZoneNode {
  for (let at = parentOf(name); at !== undefined && isWithin(at, apex); at = parentOf(at)) {
    const node = nodes.get(at);
    if (node) return node;
  }
  return nodes.get(apex)!;
}
