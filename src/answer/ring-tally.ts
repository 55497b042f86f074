/** Counts in one ring of `exposure-memory.ts`. Hot path: typed arrays and small numbers only, nothing is allocated. */
import { BLOCK, BLOCK_SHIFT, HEAD, type RingMemory } from './exposure-memory.ts';

/** What one worker counts with; without memory it counts nothing. */
export class RingTally {
  #memory: RingMemory | undefined;
  #unexpired: readonly Uint32Array[] = [];
  #shift = 0;
  #mask = 0;
  /** HEAD.SECOND. */
  #second = 0;

  /** Counts in `memory` from here on, and where somebody did before goes on there. */
  use(memory: RingMemory | undefined): void {
    this.#memory = memory;
    this.#unexpired = memory?.blocks.map(({ unexpired }) => unexpired) ?? [];
    this.#shift = memory?.shift ?? 0;
    this.#mask = (memory?.slots ?? 1) - 1;
    this.#second = (memory?.head[HEAD.SECOND] ?? 0) | 0;
  }

  /** Tells the time, in whole seconds of the epoch: what has run out makes room. */
  setSecond(clock: number): void {
    const memory = this.#memory;
    if (!memory || memory.head[HEAD.CLOCK] === clock) return;
    const before = memory.head[HEAD.CLOCK]!;
    memory.head[HEAD.CLOCK] = clock;
    // A clock that is set back makes nothing that was answered last longer.
    if (before === 0 || clock < before) return;
    const second = this.#second;
    this.#second = (second + clock - before) | 0;
    memory.head[HEAD.SECOND] = this.#second;
    this.#forget(memory, second >> this.#shift, this.#second >> this.#shift);
  }

  /** A record with the address of this number was answered, for `ttl` seconds. */
  add(address: number, ttl: number): void {
    const block = this.#unexpired[address >> BLOCK_SHIFT];
    if (block === undefined) return;
    const slot = ((this.#second + ttl) >> this.#shift) & this.#mask;
    block[(slot << BLOCK_SHIFT) + (address & (BLOCK - 1))]!++;
  }

  /** Turns from `from` to before `end` are over. */
  #forget({ blocks, slots }: RingMemory, from: number, end: number): void {
    const first = Math.max(from, end - slots);
    for (let i = 0; i < blocks.length; i++) {
      const { unexpired, expired } = blocks[i]!;
      for (let turn = first; turn < end; turn++) sweep(unexpired, (turn & this.#mask) << BLOCK_SHIFT, expired);
    }
  }
}

function sweep(unexpired: Uint32Array, row: number, expired: Float64Array): void {
  for (let i = 0; i < BLOCK; i++) {
    const count = unexpired[row + i]!;
    if (count === 0) continue;
    // One after the other, so that a reader misses, or sees twice, one address at most.
    unexpired[row + i] = 0;
    expired[i]! += count;
  }
}
