/**
 * Where one worker counts the answers whose TTL has not run out, in memory that the main thread reads at any time. One writer, so that a plain
 * addition is enough.
 *
 * A ring tells so many turns of time apart, of one second each, or of more for long TTLs. All addresses of a turn stand side by side, so that a
 * turn that is over is forgotten in one sweep, in blocks of BLOCK addresses, so that there is room for more without copying.
 *
 * In a ring an address takes 4 octets for each slot and 8 more, of each worker. 64 slots, for TTLs up to a minute, are 264 octets: 79 MB for
 * 100,000 addresses and three workers (two for UDP and the one for TCP). Longer TTLs are counted second by second where it takes no more than
 * that, else in a second ring, which takes as much again.
 */
export interface ExposureMemory {
  /** Turns of a second. */
  readonly near: RingMemory;
  /** Longer turns, for TTLs that `near` does not reach. */
  readonly far: RingMemory | undefined;
}

export interface Ring {
  /** A turn has 2^shift seconds. */
  readonly shift: number;
  /** How many turns are told apart: a power of two. */
  readonly slots: number;
}

export interface RingMemory extends Ring {
  /** As `HEAD` says. */
  readonly head: Float64Array<SharedArrayBuffer>;
  /** The i-th is for the addresses with the numbers from BLOCK × i on. */
  readonly blocks: readonly RingBlock[];
}

export interface RingBlock {
  /** Answers that have not run out: by slot, and in it by address. */
  readonly unexpired: Uint32Array<SharedArrayBuffer>;
  /** Those that have, by address. */
  readonly expired: Float64Array<SharedArrayBuffer>;
}

export const BLOCK_SHIFT = 10;
/** Addresses of a block. */
export const BLOCK = 1 << BLOCK_SHIFT;

export const HEAD = {
  /** The second that the worker is at, counted from its first one. */
  SECOND: 0,
  /** Which second of the epoch that is; 0: it has not begun. */
  CLOCK: 1,
  LENGTH: 2,
} as const;

/** Turns of a second at least: TTLs of a minute. */
const LEAST_SLOTS = 64;
/** And at most: eight minutes and a half. */
const MOST_SLOTS = 512;
const FAR_SLOTS = 64;
/** What more than the least number of slots may take, of all workers together. */
const MOST_OCTETS = 80 << 20;

/** The longest TTL, in seconds, that a ring can count: the turn at hand, and the one in which an answer runs out, are not whole. */
export function reachOf({ shift, slots }: Ring): number {
  return (slots - 2) * 2 ** shift;
}

/** The rings for TTLs of up to so many seconds, where all workers together have room for so many addresses. */
export function ringsFor(longestTtl: number, addresses: number): { readonly near: Ring; readonly far: Ring | undefined } {
  let near: Ring = { shift: 0, slots: LEAST_SLOTS };
  const isAffordable = ({ slots }: Ring) => slots <= MOST_SLOTS && 4 * slots * addresses <= MOST_OCTETS;
  for (let more = near; isAffordable(more) && reachOf(near) < longestTtl; more = { shift: 0, slots: 2 * more.slots }) near = more;
  if (reachOf(near) >= longestTtl) return { near, far: undefined };
  const far = { shift: 1, slots: FAR_SLOTS };
  while (reachOf(far) < longestTtl) far.shift++;
  return { near, far };
}

/** Memory of this shape that has counted nothing yet, with room for so many addresses. */
export function createExposureMemory(
  { near, far }: { readonly near: Ring; readonly far: Ring | undefined },
  addresses: number,
): ExposureMemory {
  return withRoom({ near: createRing(near), far: far && createRing(far) }, addresses);
}

/** The same memory, with room for so many addresses. */
export function withRoom({ near, far }: ExposureMemory, addresses: number): ExposureMemory {
  return { near: grown(near, addresses), far: far && grown(far, addresses) };
}

function createRing({ shift, slots }: Ring): RingMemory {
  const head = new Float64Array(new SharedArrayBuffer(HEAD.LENGTH * Float64Array.BYTES_PER_ELEMENT));
  return { shift, slots, head, blocks: [] };
}

function grown(ring: RingMemory, addresses: number): RingMemory {
  const missing = Math.max(0, Math.ceil(addresses / BLOCK) - ring.blocks.length);
  return { ...ring, blocks: [...ring.blocks, ...Array.from({ length: missing }, () => createBlock(ring.slots))] };
}

function createBlock(slots: number): RingBlock {
  return {
    unexpired: new Uint32Array(new SharedArrayBuffer(slots * BLOCK * Uint32Array.BYTES_PER_ELEMENT)),
    expired: new Float64Array(new SharedArrayBuffer(BLOCK * Float64Array.BYTES_PER_ELEMENT)),
  };
}
