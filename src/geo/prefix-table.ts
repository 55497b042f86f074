/**
 * The query path's part of geography: typed arrays only, nothing allocated. `test/bench/look-up.bench.ts` watches its speed.
 */
import type { Entry, PrefixTree } from './prefix-tree.ts';

/** Bits that the first step of a look-up takes at once. */
const STRIDE = 16;

/**
 * An immutable longest-prefix-match table for both families; plain data that `postMessage` hands to worker threads, who then share its memory.
 * An entry is a node's number, or negative: the complement of a location id.
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
  /** The entry that the first 16 bits of an address lead to: 65,536. */
  readonly first: Int32Array<SharedArrayBuffer>;
  /** How many of those bits it took: less than 16 where a leaf came before. */
  readonly firstLength: Uint8Array<SharedArrayBuffer>;
}

/** What a look-up found; made once by the caller and filled again each time. */
export interface Match {
  /** A location id, see LocationTable. */
  location: number;
  /** Bits of the widest prefix around the address that has this one location: 0 to 32 or 128, in the bits of the family asked for. */
  prefixLength: number;
}

/**
 * Finds the location of the first 4 or 16 octets of `address`.
 * IPv4-mapped (RFC 4291 section 2.5.5.2) and 6to4 (RFC 3056) addresses have the location of the IPv4 address in them.
 */
export function lookUp(table: PrefixTable, family: 4 | 6, address: Uint8Array, match: Match): void {
  const tree = family === 4 ? table.v4 : table.v6;
  const nodes = table.nodes;
  const index = (address[0]! << 8) | address[1]!;
  let entry = tree.first[index]!;
  if (entry < 0) {
    match.location = ~entry;
    match.prefixLength = tree.firstLength[index]!;
    return;
  }
  let depth = STRIDE;
  do {
    entry = nodes[2 * entry + ((address[depth >> 3]! >> (7 - (depth & 7))) & 1)]!;
    depth++;
  } while (entry >= 0);
  match.location = ~entry;
  match.prefixLength = depth;
}

/** Prepares the first step of look-ups in the tree below `root`. */
export function familyTable(tree: PrefixTree, root: Entry): FamilyTable {
  const size = 2 ** STRIDE;
  const first = new Int32Array(new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT));
  const firstLength = new Uint8Array(new SharedArrayBuffer(size));
  const fill = (entry: Entry, from: number, depth: number) => {
    const width = 2 ** (STRIDE - depth);
    if (entry < 0 || depth === STRIDE) {
      first.fill(entry, from, from + width);
      firstLength.fill(depth, from, from + width);
      return;
    }
    fill(tree.side(entry, 0), from, depth + 1);
    fill(tree.side(entry, 1), from + width / 2, depth + 1);
  };
  fill(root, 0, 0);
  return { root, first, firstLength };
}
