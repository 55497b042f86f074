/**
 * The query path's part of geography: typed arrays only, nothing allocated. `test/bench/look-up.bench.ts` watches its speed.
 */
import type { Entry, PrefixTree } from './prefix-tree.ts';

/** Bits that the first step of a look-up takes at once; fewer where there is little to look up. */
const STRIDE = 16;
const SMALL_STRIDE = 8;
const SMALL = 4096;

/**
 * An immutable longest-prefix-match table for both families; plain data that `postMessage` hands to worker threads, who then share its memory.
 * An entry is a node's number, or negative: the complement of the id of what the whole prefix is, a location's or a client kind's.
 */
export interface PrefixTable {
  readonly v4: FamilyTable;
  readonly v6: FamilyTable;
  /**
   * Two entries a node, of bit 0 and bit 1, for both families: equal subtrees are one, wherever they lie. Nodes stand behind the nodes
   * below them, so a loop from 0 on meets children before their parents.
   */
  readonly nodes: Int32Array<SharedArrayBuffer>;
}

export interface FamilyTable {
  /** The entry of all addresses, where a walk bit by bit begins. */
  readonly root: Entry;
  /** Bits that a look-up takes at once: 8 or 16. */
  readonly stride: number;
  /** The entry that so many first bits of an address lead to. */
  readonly first: Int32Array<SharedArrayBuffer>;
  /** How many of those bits it took: fewer where a leaf came before. */
  readonly firstLength: Uint8Array<SharedArrayBuffer>;
  /** The entries that fewer bits lead to: those of `depth` bits stand from 2 ** depth on. Behind a leaf stands the leaf. */
  readonly upper: Int32Array<SharedArrayBuffer>;
}

/** What a look-up found; made once by the caller and filled again each time. */
export interface Match {
  /** Of a location (see LocationTable) or of a client kind (see ClientTable). */
  id: number;
  /** Bits of the widest prefix around the address that is all of this one id: 0 to 32 or 128, in the bits of the family asked for. */
  prefixLength: number;
}

/**
 * Finds what the table says of the first 4 or 16 octets of `address`.
 * IPv4-mapped (RFC 4291 section 2.5.5.2) and 6to4 (RFC 3056) addresses have the location of the IPv4 address in them.
 */
export function lookUp(table: PrefixTable, family: 4 | 6, address: Uint8Array, match: Match): void {
  const tree = family === 4 ? table.v4 : table.v6;
  const nodes = table.nodes;
  const index = ((address[0]! << 8) | address[1]!) >> (16 - tree.stride);
  let entry = tree.first[index]!;
  if (entry < 0) {
    match.id = ~entry;
    match.prefixLength = tree.firstLength[index]!;
    return;
  }
  let depth = tree.stride;
  do {
    entry = nodes[2 * entry + ((address[depth >> 3]! >> (7 - (depth & 7))) & 1)]!;
    depth++;
  } while (entry >= 0);
  match.id = ~entry;
  match.prefixLength = depth;
}

/** Prepares the first step of look-ups in the tree below `root`. */
export function familyTable(tree: PrefixTree, root: Entry): FamilyTable {
  const stride = tree.size < SMALL ? SMALL_STRIDE : STRIDE;
  const size = 2 ** stride;
  const first = new Int32Array(new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT));
  const firstLength = new Uint8Array(new SharedArrayBuffer(size));
  const upper = new Int32Array(new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT));
  const fill = (entry: Entry, prefix: number, depth: number, length: number) => {
    if (depth === stride) {
      first[prefix] = entry;
      firstLength[prefix] = length;
      return;
    }
    upper[2 ** depth + prefix] = entry;
    const below = entry < 0 ? length : length + 1;
    fill(tree.side(entry, 0), 2 * prefix, depth + 1, below);
    fill(tree.side(entry, 1), 2 * prefix + 1, depth + 1, below);
  };
  fill(root, 0, 0, 0);
  return { root, stride, first, firstLength, upper };
}
