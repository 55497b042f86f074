/** Points to a subtree: a node's number, or, if negative, the complement of the location id that the whole prefix has. */
export type Entry = number;

/** The first `length` bits of `octets`. */
export interface Prefix {
  readonly octets: Uint8Array;
  readonly length: number;
}

/** The entry for a prefix that is all one location. */
export function leaf(location: number): Entry {
  return ~location;
}

/**
 * A binary tree over address bits while it is being built, from the leaves up.
 * Sides that are the same location become that location, and equal subtrees are one: so the tree is the smallest there is, the depth of a
 * leaf is the length of the widest prefix that is true, and a node always has a higher number than the nodes below it.
 */
export class PrefixTree {
  /** Two entries a node: the side of bit 0, then that of bit 1. */
  #sides: Int32Array;
  #size = 0;
  /** A hash table with open addressing, at most half full, from sides to the number of their node + 1; 0 is free. */
  #places: Int32Array;

  /** `capacity`: about as many nodes as it will have. */
  constructor(capacity: number) {
    const places = 2 ** Math.ceil(Math.log2(2 * Math.max(8, capacity)));
    this.#sides = new Int32Array(places);
    this.#places = new Int32Array(places);
  }

  /** The number of its nodes. */
  get size(): number {
    return this.#size;
  }

  /** The entry for the prefix whose halves are `zero` and `one`. */
  join(zero: Entry, one: Entry): Entry {
    if (zero === one && zero < 0) return zero;
    const mask = this.#places.length - 1;
    let place = hash(zero, one) & mask;
    for (let node = this.#places[place]!; node !== 0; node = this.#places[place]!) {
      if (this.side(node - 1, 0) === zero && this.side(node - 1, 1) === one) return node - 1;
      place = (place + 1) & mask;
    }
    this.#sides[2 * this.#size] = zero;
    this.#sides[2 * this.#size + 1] = one;
    this.#places[place] = ++this.#size;
    if (2 * this.#size === this.#sides.length) this.#grow();
    return this.#size - 1;
  }

  #grow(): void {
    const sides = new Int32Array(2 * this.#sides.length);
    sides.set(this.#sides);
    this.#sides = sides;
    this.#places = new Int32Array(sides.length);
    const mask = this.#places.length - 1;
    for (let node = 0; node < this.#size; node++) {
      let place = hash(sides[2 * node]!, sides[2 * node + 1]!) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = node + 1;
    }
  }

  /** What lies on the 0 or 1 side of `entry`; both sides of a leaf are itself. */
  side(entry: Entry, bit: number): Entry {
    return entry < 0 ? entry : this.#sides[2 * entry + bit]!;
  }

  /** What lies below `root` behind `prefix`. */
  below(root: Entry, { octets, length }: Prefix): Entry {
    let entry = root;
    for (let depth = 0; depth < length; depth++) entry = this.side(entry, bitAt(octets, depth));
    return entry;
  }

  /** `root` with what lies behind `prefix` replaced; at most as many nodes more as the prefix has bits. */
  graft(root: Entry, { octets, length }: Prefix, replacement: Entry): Entry {
    let grafted = replacement;
    for (let depth = length - 1; depth >= 0; depth--) {
      const bit = bitAt(octets, depth);
      const other = this.side(this.below(root, { octets, length: depth }), 1 - bit);
      grafted = bit === 0 ? this.join(grafted, other) : this.join(other, grafted);
    }
    return grafted;
  }

  /** The sides of all nodes, two entries a node, in memory that worker threads share. */
  freeze(): Int32Array<SharedArrayBuffer> {
    const shared = new Int32Array(new SharedArrayBuffer(2 * this.#size * Int32Array.BYTES_PER_ELEMENT));
    shared.set(this.#sides.subarray(0, shared.length));
    return shared;
  }
}

function hash(zero: Entry, one: Entry): number {
  const mixed = Math.imul(Math.imul(zero, 0x9e3779b1) ^ one, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function bitAt(octets: Uint8Array, bit: number): number {
  return (octets[bit >> 3]! >> (7 - (bit & 7))) & 1;
}
