import type { Location } from '../model/location.ts';
import { damaged, type GeoDatabase } from './database.ts';
import { type Entry, leaf, type PrefixTree } from './prefix-tree.ts';
import { locationOf } from './record.ts';

const UNVISITED = 0;
const ON_THE_WAY = 255;

/**
 * One walk over a database's search tree, which copies it into a PrefixTree.
 * Each node is visited once however often the file points to it (as it does for the IPv6 forms of IPv4), and each record decoded once.
 */
export class DatabaseWalk {
  /** By location id, no two alike; id 0 is `{}`. */
  readonly locations: Location[] = [];
  /** Prefixes met that have a record. */
  entries = 0;
  readonly #database: GeoDatabase;
  readonly #tree: PrefixTree;
  readonly #maxDepth: number;
  /** By node: its copy, and the bits of the longest path below it. */
  readonly #copies: Int32Array;
  readonly #heights: Uint8Array;
  /** The address that leads to where the walk is, zeros behind. */
  readonly #address: Uint8Array;
  readonly #ids = new Map<string, number>();
  readonly #records = new Map<number, Entry>();

  constructor(database: GeoDatabase, tree: PrefixTree) {
    this.#database = database;
    this.#tree = tree;
    this.#maxDepth = database.ipVersion === 4 ? 32 : 128;
    this.#address = new Uint8Array(this.#maxDepth / 8);
    this.#copies = new Int32Array(database.nodeCount);
    this.#heights = new Uint8Array(database.nodeCount);
    this.#idOf({});
  }

  /** Walks; gives the copy of the whole tree. Throws GeoDatabaseError where a path is longer than an address, or goes in a circle. */
  root(): Entry {
    return this.#visit(0, 0);
  }

  #visit(node: number, depth: number): Entry {
    if (depth < this.#maxDepth && this.#heights[node] === UNVISITED) this.#copy(node, depth);
    if (depth + Math.max(1, this.#heights[node]!) > this.#maxDepth) {
      throw damaged(this.#database.file, `a path through node ${node} of its search tree is longer than ${this.#maxDepth} bits`);
    }
    return this.#copies[node]!;
  }

  #copy(node: number, depth: number): void {
    // Stands for a height above any limit while the node's own paths are followed: meeting it again there is a circle.
    this.#heights[node] = ON_THE_WAY;
    const [zero, one] = [this.#database.child(node, 0), this.#database.child(node, 1)];
    const zeroEntry = this.#entryOf(zero, depth + 1);
    this.#flip(depth);
    this.#copies[node] = this.#tree.join(zeroEntry, this.#entryOf(one, depth + 1));
    this.#flip(depth);
    this.#heights[node] = 1 + Math.max(this.#heightOf(zero), this.#heightOf(one));
  }

  #entryOf(pointer: number, depth: number): Entry {
    if (pointer < this.#database.nodeCount) return this.#visit(pointer, depth);
    if (pointer === this.#database.nodeCount) return leaf(0);
    this.entries++;
    return this.#records.get(pointer) ?? this.#decode(pointer);
  }

  #flip(bit: number): void {
    this.#address[bit >> 3]! ^= 0x80 >> (bit & 7);
  }

  #heightOf(pointer: number): number {
    return pointer < this.#database.nodeCount ? this.#heights[pointer]! : 0;
  }

  #decode(pointer: number): Entry {
    const entry = leaf(this.#idOf(locationOf(this.#database.record(this.#address))));
    this.#records.set(pointer, entry);
    return entry;
  }

  #idOf(location: Location): number {
    const content = JSON.stringify(location);
    const known = this.#ids.get(content);
    if (known !== undefined) return known;
    this.#ids.set(content, this.locations.length);
    return this.locations.push(location) - 1;
  }
}
