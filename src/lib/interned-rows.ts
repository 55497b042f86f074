import type { Growable } from './growable.ts';

const FIRST_SLOTS = 64;

/** Rows of words of which each is kept once: what was added before is found again by a hash of its numbers. */
export class InternedRows {
  readonly #words: Growable<Uint32Array>;
  /** Where a row begins, plus 1; 0: free. A row stands at the first free slot from its hash on; at most half of the slots are taken. */
  #starts = new Uint32Array(FIRST_SLOTS);
  /** The hashes of the rows, by slot. */
  #hashes = new Uint32Array(FIRST_SLOTS);
  #rows = 0;

  constructor(words: Growable<Uint32Array>) {
    this.#words = words;
  }

  /** The offset of a row with these numbers. A row tells its own length: none is the beginning of another. */
  add(row: readonly number[]): number {
    if (2 * this.#rows >= this.#starts.length) this.#grow();
    const hash = hashOf(row);
    const mask = this.#starts.length - 1;
    let slot = hash & mask;
    for (; this.#starts[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && this.#isAt(this.#starts[slot]! - 1, row)) return this.#starts[slot]! - 1;
    }
    const offset = this.#words.append(row);
    this.#starts[slot] = offset + 1;
    this.#hashes[slot] = hash;
    this.#rows++;
    return offset;
  }

  #isAt(offset: number, row: readonly number[]): boolean {
    for (let i = 0; i < row.length; i++) if (this.#words.get(offset + i) !== row[i]) return false;
    return true;
  }

  #grow(): void {
    const starts = this.#starts;
    const hashes = this.#hashes;
    const mask = 2 * starts.length - 1;
    this.#starts = new Uint32Array(mask + 1);
    this.#hashes = new Uint32Array(mask + 1);
    for (let i = 0; i < starts.length; i++) {
      if (starts[i] === 0) continue;
      let slot = hashes[i]! & mask;
      while (this.#starts[slot] !== 0) slot = (slot + 1) & mask;
      this.#starts[slot] = starts[i]!;
      this.#hashes[slot] = hashes[i]!;
    }
  }
}

/** FNV-1a over words; its low bits are mixed with the high ones, as slots are found by them. */
function hashOf(row: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < row.length; i++) hash = Math.imul(hash ^ row[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
