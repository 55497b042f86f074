import { isWithin, parentOf } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode } from '../model/zone.ts';
import { SetList } from './set-list.ts';

/**
 * All names of a zone, its apex and empty non-terminals included (RFC 4592 section 2.2.2), each after the one above it; the last of two sets
 * with one owner and type stays. `extraNames` are owners that exist without static records: steered ones. Throws Error for an owner outside
 * the zone: validate the record sets first.
 */
export function buildNodes(apex: Name, recordSets: Iterable<RecordSet>, extraNames: Iterable<Name> = []): ReadonlyMap<Name, ZoneNode> {
  const tree = new Tree(apex);
  for (const set of recordSets) tree.nodeOf(set.owner).sets.put(set);
  for (const name of extraNames) tree.nodeOf(name);
  for (const node of tree.nodes.values()) hide(node);
  return tree.nodes;
}

interface GrowingNode extends ZoneNode {
  readonly sets: SetList;
  readonly parent: GrowingNode | undefined;
  cut: Name | undefined;
  dname: Name | undefined;
}

class Tree {
  readonly nodes = new Map<Name, GrowingNode>();
  readonly #apex: Name;
  /** The node above the last one that was added: most often above the next one too. */
  #above: GrowingNode;

  constructor(apex: Name) {
    this.#apex = apex;
    this.#above = this.#add(apex, undefined);
  }

  /** The node of `name`, added with those above it that are not there yet. */
  nodeOf(name: Name): GrowingNode {
    const present = this.nodes.get(name);
    if (present) return present;
    if (!isWithin(name, this.#apex)) throw new Error(`${name} is not in the zone ${this.#apex}`);
    const above = parentOf(name)!;
    if (above !== this.#above.name) this.#above = this.nodeOf(above);
    return this.#add(name, this.#above);
  }

  #add(name: Name, parent: GrowingNode | undefined): GrowingNode {
    const node: GrowingNode = { name, sets: new SetList(), parent, cut: undefined, dname: undefined };
    this.nodes.set(name, node);
    return node;
  }
}

/** What hides a node comes down from its parent, which has been asked before. */
function hide(node: GrowingNode): void {
  const { name, parent, sets } = node;
  if (!parent) return;
  node.dname = parent.dname ?? (parent.cut === undefined && parent.sets.has(RR_TYPE.DNAME) ? parent.name : undefined);
  node.cut = parent.cut ?? (node.dname === undefined && sets.has(RR_TYPE.NS) ? name : undefined);
}
