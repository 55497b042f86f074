import { growableWords } from '../lib/growable.ts';

/** Which kinds of clients are below each node of a tree: a prefix is all of one class when these are all of that class. Equal sets are one. */
export interface KindSets {
  /** By node, where its set begins in `words`. */
  readonly at: Uint32Array<SharedArrayBuffer>;
  /** A set: the number of its rows, and for each row which word of a bitmap of kinds, and that word's bits. The words ascend. */
  readonly words: Uint32Array<SharedArrayBuffer>;
}

/** Finds the set of each node from those of its two sides. `nodes` are as in a PrefixTable, leaves the complements of kinds. */
export function kindSets(nodes: Int32Array, kinds: number): KindSets {
  const store = new SetStore(kinds);
  const at = new Uint32Array(new SharedArrayBuffer(2 * nodes.length));
  const setOf = (entry: number): number => (entry < 0 ? store.single(~entry) : at[entry]!);
  for (let node = 0; node < at.length; node++) at[node] = store.union(setOf(nodes[2 * node]!), setOf(nodes[2 * node + 1]!));
  return { at, words: store.toShared() };
}

/** Sets of kinds, each kept once. */
class SetStore {
  readonly #words = growableWords();
  /** By kind, where the set of it alone begins, + 1. */
  readonly #singles: Uint32Array;
  readonly #unions = new Map<number, number>();
  /** By a hash of its words, where sets begin: most often one. */
  readonly #known = new Map<number, number[]>();
  /** A set at hand: its length, then its rows. */
  readonly #scratch: Uint32Array;

  constructor(kinds: number) {
    this.#singles = new Uint32Array(kinds);
    this.#scratch = new Uint32Array(1 + 2 * Math.ceil(kinds / 32));
  }

  single(kind: number): number {
    if (this.#singles[kind] === 0) {
      this.#scratch.set([1, kind >> 5, (1 << (kind & 31)) >>> 0]);
      this.#singles[kind] = this.#keep() + 1;
    }
    return this.#singles[kind]! - 1;
  }

  union(a: number, b: number): number {
    if (a === b) return a;
    const pair = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
    let union = this.#unions.get(pair);
    if (union === undefined) {
      this.#unite(a, b);
      union = this.#keep();
      this.#unions.set(pair, union);
    }
    return union;
  }

  toShared(): KindSets['words'] {
    return this.#words.toShared() as KindSets['words'];
  }

  /** Merges the rows of two sets into the scratch. */
  #unite(a: number, b: number): void {
    const words = this.#words;
    const scratch = this.#scratch;
    const [endA, endB] = [a + 1 + 2 * words.get(a), b + 1 + 2 * words.get(b)];
    let length = 1;
    for (let i = a + 1, j = b + 1; i < endA || j < endB; length += 2) {
      const wordA = i < endA ? words.get(i) : Number.POSITIVE_INFINITY;
      const wordB = j < endB ? words.get(j) : Number.POSITIVE_INFINITY;
      scratch[length] = Math.min(wordA, wordB);
      scratch[length + 1] = (wordA <= wordB ? words.get(i + 1) : 0) | (wordB <= wordA ? words.get(j + 1) : 0);
      if (wordA <= wordB) i += 2;
      if (wordB <= wordA) j += 2;
    }
    scratch[0] = (length - 1) / 2;
  }

  /** Where the set in the scratch stands, which is then kept. */
  #keep(): number {
    const scratch = this.#scratch;
    const length = 1 + 2 * scratch[0]!;
    let hash = 0x811c9dc5;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ scratch[i]!, 0x01000193);
    hash = (hash ^ (hash >>> 15)) & 0x3fff_ffff;
    const places = this.#known.get(hash);
    const known = places?.find(place => this.#isAt(place, length));
    if (known !== undefined) return known;
    const place = this.#words.append(scratch.subarray(0, length));
    if (places) places.push(place);
    else this.#known.set(hash, [place]);
    return place;
  }

  #isAt(place: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.#words.get(place + i) !== this.#scratch[i]) return false;
    return true;
  }
}
