import type { IpPrefix } from '../lib/ip-prefix.ts';
import type { PrefixTable } from './prefix-table.ts';
import { familyTable } from './prefix-table.ts';
import { type Entry, leaf, PrefixTree } from './prefix-tree.ts';
import { HOLDING_IPV4 } from './special-prefixes.ts';

/** Addresses of one location that lie in the same ones of some address blocks. */
export interface Spot {
  /** An id of the table that was cut. */
  readonly location: number;
  /** One of its addresses: 4 or 16 octets. */
  readonly address: Uint8Array;
  /** The numbers of the blocks that they lie in. */
  readonly blocks: readonly number[];
}

/** A table of locations cut along the borders of address blocks: its ids are numbers of spots. */
export interface SpotTable {
  readonly prefixes: PrefixTable;
  readonly spots: readonly Spot[];
}

/** Cuts a table along the borders of `blocks`. IPv4 blocks are those of the IPv6 addresses that hold IPv4 ones, too. */
export function cutAlong(prefixes: PrefixTable, blocks: readonly IpPrefix[]): SpotTable {
  const cutter = new Cutter(prefixes);
  const [v4, v6] = [newBorders(), newBorders()];
  blocks.forEach(({ address, length }, block) => {
    if (address.length === 16) insert(v6, address, length, block);
    else {
      insert(v4, address, length, block);
      for (const holder of HOLDING_IPV4) insert(v6, held(holder.octets, holder.length, address), holder.length + length, block);
    }
  });
  const roots = { v4: cutter.cut(prefixes.v4.root, v4, new Uint8Array(4)), v6: cutter.cut(prefixes.v6.root, v6, new Uint8Array(16)) };
  const { tree, spots } = cutter;
  return { prefixes: { v4: familyTable(tree, roots.v4), v6: familyTable(tree, roots.v6), nodes: tree.freeze() }, spots };
}

/** A binary tree over address bits whose nodes tell which blocks end there. */
interface Borders {
  readonly sides: [Borders | undefined, Borders | undefined];
  readonly blocks: number[];
}

function newBorders(): Borders {
  return { sides: [undefined, undefined], blocks: [] };
}

function insert(root: Borders, address: Uint8Array, length: number, block: number): void {
  let node = root;
  for (let depth = 0; depth < length; depth++) {
    const bit = (address[depth >> 3]! >> (7 - (depth & 7))) & 1;
    node.sides[bit] ??= newBorders();
    node = node.sides[bit];
  }
  node.blocks.push(block);
}

/** The IPv6 address with an IPv4 one behind a prefix of whole octets. */
function held(holder: Uint8Array, length: number, ipv4: Uint8Array): Uint8Array {
  const address = holder.slice();
  address.set(ipv4, length / 8);
  return address;
}

class Cutter {
  readonly tree: PrefixTree;
  readonly spots: Spot[] = [];
  readonly #nodes: Int32Array;
  /** By the region above and the blocks that begin here: a number for the region that is in just these. */
  readonly #regions = new Map<string, number>();
  /** By region all blocks that it is in. */
  readonly #blocksOf: (readonly number[])[] = [];
  readonly #ids = new Map<string, number>();
  /** By region and entry: what the entry has become there. */
  readonly #copies = new Map<number, Map<Entry, Entry>>();

  constructor({ nodes }: PrefixTable) {
    this.#nodes = nodes;
    this.tree = new PrefixTree(nodes.length / 2);
  }

  cut(root: Entry, borders: Borders, address: Uint8Array): Entry {
    return this.#cut(root, borders, { region: this.#region(-1, borders.blocks), address, depth: 0 });
  }

  #cut(entry: Entry, borders: Borders | undefined, at: Place): Entry {
    if (!borders || (!borders.sides[0] && !borders.sides[1])) return this.#copy(entry, at);
    const side = (bit: 0 | 1) => {
      const below = borders.sides[bit];
      const region = below ? this.#region(at.region, below.blocks) : at.region;
      return this.#cut(this.#side(entry, bit), below, { ...at, region, depth: at.depth + 1 });
    };
    return this.#both(side, at);
  }

  /** The same for both sides of a node, with the address at hand leading there. */
  #both(side: (bit: 0 | 1) => Entry, { address, depth }: Place): Entry {
    const zero = side(0);
    const bit = 0x80 >> (depth & 7);
    address[depth >> 3]! |= bit;
    const one = side(1);
    address[depth >> 3]! &= ~bit;
    return this.tree.join(zero, one);
  }

  /** What lies in one region as a whole. */
  #copy(entry: Entry, at: Place): Entry {
    if (entry < 0) return leaf(this.#spot(~entry, at));
    const copies = this.#copies.get(at.region) ?? new Map<Entry, Entry>();
    this.#copies.set(at.region, copies);
    const known = copies.get(entry);
    if (known !== undefined) return known;
    const copy = this.#both(bit => this.#copy(this.#side(entry, bit), { ...at, depth: at.depth + 1 }), at);
    copies.set(entry, copy);
    return copy;
  }

  #side(entry: Entry, bit: 0 | 1): Entry {
    return entry < 0 ? entry : this.#nodes[2 * entry + bit]!;
  }

  #region(above: number, blocks: readonly number[]): number {
    if (blocks.length === 0 && above >= 0) return above;
    const key = `${above} ${blocks}`;
    const region = this.#regions.get(key) ?? this.#blocksOf.push([...(this.#blocksOf[above] ?? []), ...blocks]) - 1;
    this.#regions.set(key, region);
    return region;
  }

  #spot(location: number, { region, address }: Place): number {
    const key = `${region} ${location}`;
    const id = this.#ids.get(key) ?? this.spots.push({ location, address: address.slice(), blocks: this.#blocksOf[region]! }) - 1;
    this.#ids.set(key, id);
    return id;
  }
}

interface Place {
  readonly region: number;
  /** Of the first address below, zeros behind `depth`. */
  readonly address: Uint8Array;
  readonly depth: number;
}
