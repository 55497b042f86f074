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

/** A table whose ids are kinds: `kindOf` gives for each id of `prefixes` its kind. Kinds count from 0. */
export function clientTable(prefixes: PrefixTable, kindOf: Uint32Array): ClientTable {
  const byKind = relabel(prefixes, kindOf);
  const kinds = kindOf.reduce((most, kind) => Math.max(most, kind + 1), 0);
  return { prefixes: byKind, sets: kindSets(byKind.nodes, kinds) };
}

/** The same table with other ids; where they are fewer, it is smaller. */
export function relabel({ v4, v6, nodes }: PrefixTable, idOf: Uint32Array): PrefixTable {
  const count = nodes.length / 2;
  const tree = new PrefixTree(count);
  const entries = new Int32Array(count);
  const relabelled = (entry: Entry): Entry => (entry < 0 ? leaf(idOf[~entry]!) : entries[entry]!);
  // Children stand before their parents.
  for (let node = 0; node < count; node++) entries[node] = tree.join(relabelled(nodes[2 * node]!), relabelled(nodes[2 * node + 1]!));
  return { v4: familyTable(tree, relabelled(v4.root)), v6: familyTable(tree, relabelled(v6.root)), nodes: tree.freeze() };
}
