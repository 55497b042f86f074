/** Finds names in the index. Hot path: typed arrays and numbers only, nothing is allocated. */
import { lowerOctet } from '../lib/wire-name.ts';
import { hashLabel, ROOT_HASH } from './name-hash.ts';
import { type NameIndex, NODE, octetsOf } from './table.ts';

/** Labels of a name of 255 octets, and the root. */
const MAX_LABELS = 128;

export class NameFinder {
  readonly #slots: Uint32Array;
  readonly #words: Uint32Array;
  readonly #octets: Uint8Array;
  readonly #labelAt = new Int32Array(MAX_LABELS);
  readonly #labelHash = new Int32Array(MAX_LABELS);
  /** Octets of the name last asked for in front of the part that was found; 0: it was found itself. */
  above = 0;

  constructor(names: NameIndex) {
    this.#slots = names.slots;
    this.#words = names.words;
    this.#octets = octetsOf(names);
  }

  /**
   * The row of the longest ending that we have of the name at `nameAt`: the name itself, or its closest encloser
   * (RFC 4592 section 3.3.1); -1 where it is in none of our zones.
   */
  find(message: Uint8Array, nameAt: number): number {
    let labels = 0;
    let position = nameAt;
    while (message[position] !== 0) {
      this.#labelAt[labels++] = position;
      position += message[position]! + 1;
    }
    this.#labelAt[labels] = position;
    let hash = ROOT_HASH;
    this.#labelHash[labels] = hash;
    for (let i = labels - 1; i >= 0; i--) {
      hash = hashLabel(hash, message, this.#labelAt[i]!);
      this.#labelHash[i] = hash;
    }
    for (let i = 0; i <= labels; i++) {
      const from = this.#labelAt[i]!;
      const row = this.#probe(message, from, position + 1 - from, this.#labelHash[i]!);
      if (row < 0) continue;
      this.above = from - nameAt;
      return row;
    }
    return -1;
  }

  /** `hash` is signed: a number above 2^31 would be put on the heap to be handed over. */
  #probe(message: Uint8Array, from: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) return -1;
      if ((this.#words[row + NODE.HASH]! | 0) === hash && this.#sameName(row, message, from, length)) return row;
    }
  }

  #sameName(row: number, message: Uint8Array, from: number, length: number): boolean {
    if (this.#words[row + NODE.NAME_LENGTH] !== length) return false;
    const name = 4 * (row + NODE.WIDTH);
    const octets = this.#octets;
    for (let i = 0; i < length; i++) {
      const octet = octets[name + i]!;
      const asked = message[from + i]!;
      // Names are most often asked in lower case.
      if (octet !== asked && octet !== lowerOctet(asked)) return false;
    }
    return true;
  }
}
