import { BLOCK, BLOCK_SHIFT, type ExposureMemory, HEAD, type RingBlock, type RingMemory } from '../answer/exposure-memory.ts';

/** The time axis of counts that were made in some rings: seconds first, then the turns of the far ring. */
export class ExposureAxis {
  /** After so many seconds what is counted at the same place has run out. */
  readonly endsInSeconds: Uint32Array;
  readonly #near: number;
  readonly #turn: number;
  /** Turns of the far ring that end before its first step here. */
  readonly #before: number;

  constructor({ near, far }: ExposureMemory) {
    this.#near = near.slots;
    this.#turn = 2 ** (far?.shift ?? 0);
    this.#before = Math.floor(near.slots / this.#turn);
    const steps = far ? far.slots - this.#before : 0;
    const seconds = Array.from({ length: near.slots }, (_, i) => i + 1);
    const turns = Array.from({ length: steps }, (_, i) => (this.#before + i + 1) * this.#turn);
    this.endsInSeconds = Uint32Array.from([...seconds, ...turns]);
  }

  /** The place of what has run out in so many seconds, 1 or more; what is further away than the axis goes stands at its end. */
  placeOf(seconds: number): number {
    const place = seconds <= this.#near ? seconds - 1 : this.#near + Math.ceil(seconds / this.#turn) - this.#before - 1;
    return Math.min(place, this.endsInSeconds.length - 1);
  }
}

/** The rings of a memory. */
export function ringsOf({ near, far }: ExposureMemory): readonly RingMemory[] {
  return far ? [near, far] : [near];
}

/** Adds what a ring has counted of an address, and has not run out in second `clock` of the epoch, to `counts` along an axis; how many they are. */
export function addUnexpired(ring: RingMemory, address: number, clock: number, axis: ExposureAxis, counts: Uint32Array): number {
  const block = blockOf(ring, address);
  if (!block) return 0;
  const { shift, slots, head } = ring;
  const second = head[HEAD.SECOND]!;
  // A clock that is set back, which an idle worker has not seen, makes nothing that was answered last longer.
  const passed = Math.max(0, clock - head[HEAD.CLOCK]!);
  const first = Math.floor(second / 2 ** shift);
  let sum = 0;
  for (let turn = first; turn < first + slots; turn++) {
    const count = block.unexpired[cellOf(address, turn & (slots - 1))]!;
    const endsIn = (turn + 1) * 2 ** shift - second - passed;
    if (count === 0 || endsIn <= 0) continue;
    counts[axis.placeOf(endsIn)]! += count;
    sum += count;
  }
  return sum;
}

/** All that a ring has ever counted of an address. */
export function totalIn(ring: RingMemory, address: number): number {
  const block = blockOf(ring, address);
  if (!block) return 0;
  let sum = block.expired[address & (BLOCK - 1)]!;
  for (let slot = 0; slot < ring.slots; slot++) sum += block.unexpired[cellOf(address, slot)]!;
  return sum;
}

function blockOf({ blocks }: RingMemory, address: number): RingBlock | undefined {
  return blocks[address >> BLOCK_SHIFT];
}

function cellOf(address: number, slot: number): number {
  return (slot << BLOCK_SHIFT) + (address & (BLOCK - 1));
}
