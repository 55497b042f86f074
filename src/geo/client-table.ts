import { growableWords } from '../lib/growable.ts';
import { InternedRows } from '../lib/interned-rows.ts';
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

/** Which kinds are below each node: a prefix is all of one class when these are all of that class. Equal sets are one. */
export interface KindSets {
  /** By node of `prefixes`, where its set begins in `words`. */
  readonly at: Uint32Array<SharedArrayBuffer>;
  /** A set: the number of its rows, and for each row which word of a bitmap of kinds, and that word's bits. The words ascend. */
  readonly words: Uint32Array<SharedArrayBuffer>;
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
  return { prefixes, sets: kindSets(prefixes.nodes) };
}

type Row = readonly number[];

/** Finds the set of each node from those of its two sides. */
function kindSets(nodes: Int32Array): KindSets {
  const words = growableWords();
  const interned = new InternedRows(words);
  const rows = new Map<number, Row>();
  const unions = new Map<number, number>();
  const keep = (row: Row): number => {
    const offset = interned.add(row);
    rows.set(offset, row);
    return offset;
  };
  const single = (kind: number) => keep([1, kind >> 5, (1 << (kind & 31)) >>> 0]);
  const at = new Uint32Array(new SharedArrayBuffer(2 * nodes.length));
  const setOf = (entry: Entry): number => (entry < 0 ? single(~entry) : at[entry]!);
  for (let node = 0; node < at.length; node++) {
    const [zero, one] = [setOf(nodes[2 * node]!), setOf(nodes[2 * node + 1]!)];
    const pair = zero * 2 ** 26 + one;
    const union = zero === one ? zero : (unions.get(pair) ?? keep(unite(rows.get(zero)!, rows.get(one)!)));
    unions.set(pair, union);
    at[node] = union;
  }
  return { at, words: words.toShared() as KindSets['words'] };
}

function unite(a: Row, b: Row): Row {
  const union: number[] = [0];
  let i = 1;
  let j = 1;
  while (i < a.length || j < b.length) {
    const [wordA, wordB] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    const bits = (wordA <= wordB ? a[i + 1]! : 0) | (wordB <= wordA ? b[j + 1]! : 0);
    union.push(Math.min(wordA, wordB), bits >>> 0);
    if (wordA <= wordB) i += 2;
    if (wordB <= wordA) j += 2;
  }
  union[0] = (union.length - 1) / 2;
  return union;
}
