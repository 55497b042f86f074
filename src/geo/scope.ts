/** How far an answer reaches, in bits of the client's address (RFC 7871 section 7.2.1). Hot path: typed arrays only, nothing is allocated. */
import type { ClientTable } from './client-table.ts';
import type { FamilyTable } from './prefix-table.ts';
import type { Entry } from './prefix-tree.ts';

/**
 * Bits of the largest prefix around the first 4 or 16 octets of `address` whose addresses are all of one client class: that of which the kinds
 * are the bits of `members` from `at` on. The address itself must be of the class.
 */
export function scopeOf(table: ClientTable, family: 4 | 6, address: Uint8Array, members: Uint32Array, at: number): number {
  const tree = family === 4 ? table.prefixes.v4 : table.prefixes.v6;
  const index = ((address[0]! << 8) | address[1]!) >> (16 - tree.stride);
  if (isWithin(table, tree.first[index]!, members, at)) return above(table, tree, index, members, at);
  return below(table, tree, index, address, members, at);
}

/** Within the bits of the first step. */
function above(table: ClientTable, { upper, firstLength, stride }: FamilyTable, index: number, members: Uint32Array, at: number): number {
  // What holds for a prefix holds for all below it: the first length that does is found by halving.
  let low = 0;
  let high = firstLength[index]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isWithin(table, upper[(1 << middle) + (index >> (stride - middle))]!, members, at)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Behind the bits of the first step, which do not suffice. */
function below(table: ClientTable, tree: FamilyTable, index: number, address: Uint8Array, members: Uint32Array, at: number): number {
  const { nodes } = table.prefixes;
  let depth = tree.stride;
  let entry = tree.first[index]!;
  do {
    entry = nodes[2 * entry + ((address[depth >> 3]! >> (7 - (depth & 7))) & 1)]!;
    depth++;
  } while (!isWithin(table, entry, members, at));
  return depth;
}

/** A leaf on the way of an address of the class is of that class. */
function isWithin({ sets }: ClientTable, entry: Entry, members: Uint32Array, at: number): boolean {
  return entry < 0 || isSubset(sets.words, sets.at[entry]!, members, at);
}

/** See `KindSets` for how a set lies in words. */
function isSubset(words: Uint32Array, set: number, members: Uint32Array, at: number): boolean {
  const end = set + 1 + 2 * words[set]!;
  for (let row = set + 1; row < end; row += 2) {
    if ((words[row + 1]! & ~members[at + words[row]!]!) !== 0) return false;
  }
  return true;
}
