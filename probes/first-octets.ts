/** How much of what a peer sends is looked at. */
export const SEARCHED_OCTETS = 65_536;

/** The first SEARCHED_OCTETS of what a peer sends; what comes after them is dropped. */
export interface FirstOctets {
  readonly length: number;
  readonly full: boolean;
  add(chunk: Uint8Array): void;
  /** Valid until the next `add`. */
  bytes(): Buffer;
}

/** Begins with nothing, in room that doubles: octets that come one by one cost no more than in one piece. */
export function firstOctets(): FirstOctets {
  let room = Buffer.allocUnsafe(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    get full() {
      return length === SEARCHED_OCTETS;
    },
    add(chunk) {
      const taken = Math.min(chunk.length, SEARCHED_OCTETS - length);
      if (length + taken > room.length) room = grown(room, length + taken);
      room.set(chunk.subarray(0, taken), length);
      length += taken;
    },
    bytes: () => room.subarray(0, length),
  };
}

function grown(room: Buffer, least: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.min(SEARCHED_OCTETS, Math.max(2 * room.length, least)));
  room.copy(larger);
  return larger;
}
