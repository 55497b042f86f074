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

/** What has been made so far, of all regions together. */
interface Made {
  /** Of the table that is cut. */
  readonly nodes: Int32Array;
  readonly tree: PrefixTree;
  readonly spots: Spot[];
}

class Cutter implements Made {
  readonly nodes: Int32Array;
  readonly tree: PrefixTree;
  readonly spots: Spot[] = [];
  /** By the region above and the blocks that begin here. */
  readonly #regions = new Map<string, Region>();

  constructor({ nodes }: PrefixTable) {
    this.nodes = nodes;
    this.tree = new PrefixTree(nodes.length / 2);
  }

  /** `address` is all zeros, as long as those of the family. */
  cut(root: Entry, borders: Borders, address: Uint8Array): Entry {
    return this.#cut(root, borders, { region: this.#region(undefined, borders.blocks), address, depth: 0 });
  }

  #cut(entry: Entry, borders: Borders | undefined, at: Place): Entry {
    if (!borders || (!borders.sides[0] && !borders.sides[1])) return at.region.copy(entry, at.address, at.depth);
    const { address, depth } = at;
    const side = (bit: 0 | 1) => {
      const below = borders.sides[bit];
      const region = below ? this.#region(at.region, below.blocks) : at.region;
      return this.#cut(entry < 0 ? entry : this.nodes[2 * entry + bit]!, below, { region, address, depth: depth + 1 });
    };
    const zero = side(0);
    address[depth >> 3]! |= 0x80 >> (depth & 7);
    const one = side(1);
    address[depth >> 3]! &= ~(0x80 >> (depth & 7));
    return this.tree.join(zero, one);
  }

  #region(above: Region | undefined, blocks: readonly number[]): Region {
    if (above && blocks.length === 0) return above;
    const key = `${above?.number} ${blocks}`;
    const region = this.#regions.get(key) ?? new Region(this.#regions.size, [...(above?.blocks ?? []), ...blocks], this);
    this.#regions.set(key, region);
    return region;
  }
}

/** Where the walk is. */
interface Place {
  readonly region: Region;
  /** Of the first address below, zeros behind `depth`. */
  readonly address: Uint8Array;
  readonly depth: number;
}

/** All addresses that lie in the same blocks. */
class Region {
  readonly number: number;
  /** The numbers of all blocks that it is in. */
  readonly blocks: readonly number[];
  readonly #made: Made;
  /** What entries of the table have become here, and which spots locations have. */
  readonly #copies: { get(entry: Entry): Entry | undefined; set(entry: Entry, copy: Entry): unknown };
  readonly #spots = new Map<number, number>();

  constructor(number: number, blocks: readonly number[], made: Made) {
    this.number = number;
    this.blocks = blocks;
    this.#made = made;
    this.#copies = blocks.length === 0 ? new Copies(made.nodes.length / 2) : new Map<Entry, Entry>();
  }

  /** What lies here as a whole below an entry, to which the first `depth` bits of `address` lead. Equal entries are copied once. */
  copy(entry: Entry, address: Uint8Array, depth: number): Entry {
    if (entry < 0) return leaf(this.#spot(~entry, address));
    const known = this.#copies.get(entry);
    if (known !== undefined) return known;
    const { nodes, tree } = this.#made;
    const zero = this.copy(nodes[2 * entry]!, address, depth + 1);
    address[depth >> 3]! |= 0x80 >> (depth & 7);
    const one = this.copy(nodes[2 * entry + 1]!, address, depth + 1);
    address[depth >> 3]! &= ~(0x80 >> (depth & 7));
    const copy = tree.join(zero, one);
    this.#copies.set(entry, copy);
    return copy;
  }

  #spot(location: number, address: Uint8Array): number {
    const known = this.#spots.get(location);
    if (known !== undefined) return known;
    const spot = this.#made.spots.push({ location, address: address.slice(), blocks: this.blocks }) - 1;
    this.#spots.set(location, spot);
    return spot;
  }
}

/** Copies of nodes where most are copied. */
class Copies {
  readonly #copies: Int32Array;

  constructor(nodes: number) {
    this.#copies = new Int32Array(nodes).fill(NONE);
  }

  get(entry: Entry): Entry | undefined {
    const copy = this.#copies[entry]!;
    return copy === NONE ? undefined : copy;
  }

  set(entry: Entry, copy: Entry): void {
    this.#copies[entry] = copy;
  }
}

/** No table has so many nodes. */
const NONE = 2 ** 31 - 1;
