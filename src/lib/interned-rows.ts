import type { Growable } from './growable.ts';

/** Rows of words of which each is kept once: what was added before is found again by a hash of its numbers. */
export class InternedRows {
  readonly #words: Growable<Uint32Array>;
  /** By hash, where rows begin: most often one. */
  readonly #known = new Map<number, number[]>();

  constructor(words: Growable<Uint32Array>) {
    this.#words = words;
  }

  /** The offset of a row with these numbers. A row tells its own length: none is the beginning of another. */
  add(row: readonly number[]): number {
    const hash = hashOf(row);
    const offsets = this.#known.get(hash);
    const known = offsets?.find(offset => this.#isAt(offset, row));
    if (known !== undefined) return known;
    const offset = this.#words.append(row);
    if (offsets) offsets.push(offset);
    else this.#known.set(hash, [offset]);
    return offset;
  }

  #isAt(offset: number, row: readonly number[]): boolean {
    for (let i = 0; i < row.length; i++) if (this.#words.get(offset + i) !== row[i]) return false;
    return true;
  }
}

/** FNV-1a over words, in 30 bits: small numbers make fast keys. */
function hashOf(row: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < row.length; i++) hash = Math.imul(hash ^ row[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fff_ffff;
}
