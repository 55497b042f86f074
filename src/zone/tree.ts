import { isWithin, parentOf } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode } from '../model/zone.ts';

/**
 * All names of a zone, its apex and empty non-terminals included (RFC 4592 section 2.2.2), each after the one above it; the last of two sets
 * with one owner and type stays. `extraNames` are owners that exist without static records: steered ones. Throws Error for an owner outside
 * the zone: validate the record sets first.
 */
export function buildNodes(apex: Name, recordSets: Iterable<RecordSet>, extraNames: Iterable<Name> = []): ReadonlyMap<Name, ZoneNode> {
  const setsOf = groupByOwner(recordSets);
  const nodes = new Map<Name, ZoneNode>();
  nodes.set(apex, { name: apex, sets: setsOf.get(apex) ?? NO_SETS, cut: undefined, dname: undefined });
  for (const owner of setsOf.keys()) addNode(owner, apex, setsOf, nodes);
  for (const owner of extraNames) addNode(owner, apex, setsOf, nodes);
  return nodes;
}

type SetsOfOwner = ReadonlyMap<Name, ReadonlyMap<number, RecordSet>>;

const NO_SETS: ReadonlyMap<number, RecordSet> = new Map();

function groupByOwner(recordSets: Iterable<RecordSet>): SetsOfOwner {
  const setsOf = new Map<Name, Map<number, RecordSet>>();
  for (const set of recordSets) {
    const sets = setsOf.get(set.owner);
    if (sets) sets.set(set.type, set);
    else setsOf.set(set.owner, new Map<number, RecordSet>().set(set.type, set));
  }
  return setsOf;
}

/** Adds the node of `name` and those above it that are not there yet; what hides a node comes down from its parent. */
function addNode(name: Name, apex: Name, setsOf: SetsOfOwner, nodes: Map<Name, ZoneNode>): ZoneNode {
  const present = nodes.get(name);
  if (present) return present;
  const above = parentOf(name);
  if (above === undefined || !isWithin(name, apex)) throw new Error(`${name} is not in the zone ${apex}`);
  const parent = addNode(above, apex, setsOf, nodes);
  const sets = setsOf.get(name) ?? NO_SETS;
  const dname = parent.dname ?? (parent.cut === undefined && parent.sets.has(RR_TYPE.DNAME) ? parent.name : undefined);
  const cut = parent.cut ?? (dname === undefined && sets.has(RR_TYPE.NS) ? name : undefined);
  const node = { name, sets, cut, dname };
  nodes.set(name, node);
  return node;
}
