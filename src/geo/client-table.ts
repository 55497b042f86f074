import { type KindSets, kindSets } from './kind-sets.ts';
import { familyTable, type PrefixTable } from './prefix-table.ts';
import { type Entry, leaf, PrefixTree } from './prefix-tree.ts';

/**
 * Tells clients apart as far as any of some record sets does: addresses of the same *kind* are alike to all of them, so each of their client
 * classes is a set of kinds. Plain data over shared memory.
 */
export interface ClientTable {
  /** By address the number of its kind. */
  readonly prefixes: PrefixTable;
  readonly sets: KindSets;
}

/** Relabels a table: `kindOf` gives for each of its ids the kind. Kinds count from 0. */
export function clientTable({ v4, v6, nodes }: PrefixTable, kindOf: Uint32Array): ClientTable {
  const count = nodes.length / 2;
  const tree = new PrefixTree(count);
  const entries = new Int32Array(count);
  const relabelled = (entry: Entry): Entry => (entry < 0 ? leaf(kindOf[~entry]!) : entries[entry]!);
  // Children stand before their parents.
  for (let node = 0; node < count; node++) entries[node] = tree.join(relabelled(nodes[2 * node]!), relabelled(nodes[2 * node + 1]!));
  const prefixes = { v4: familyTable(tree, relabelled(v4.root)), v6: familyTable(tree, relabelled(v6.root)), nodes: tree.freeze() };
  return {
    prefixes,
    sets: kindSets(
      prefixes.nodes,
      kindOf.reduce((most, kind) => Math.max(most, kind + 1), 0),
    ),
  };
}
