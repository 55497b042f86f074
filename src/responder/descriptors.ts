/**
 * The sockets that a worker has opened past Node, written where they outlive its thread: Node does not close them when the thread
 * dies, and the system would go on handing them every Nth packet.
 */
import { closeSync } from 'node:fs';

/** File descriptors, each plus one; 0 is a free place. */
export type Descriptors = Int32Array<SharedArrayBuffer>;

const MAX_SOCKETS = 1024;

export function createDescriptors(): Descriptors {
  return new Int32Array(new SharedArrayBuffer(MAX_SOCKETS * Int32Array.BYTES_PER_ELEMENT));
}

/** Throws RangeError where a worker has more sockets than are foreseen. */
export function noteOpened(descriptors: Descriptors, fd: number): void {
  const place = descriptors.indexOf(0);
  if (place === -1) throw new RangeError(`a worker has at most ${MAX_SOCKETS} UDP sockets`);
  descriptors[place] = fd + 1;
}

/** To be called before `fd` is closed: afterwards its number may be somebody else's. */
export function noteClosing(descriptors: Descriptors, fd: number): void {
  const place = descriptors.indexOf(fd + 1);
  if (place !== -1) descriptors[place] = 0;
}

/** Closes what a thread that has ended left open. What cannot be closed is closed already: its successor must come all the same. */
export function closeLeftOpen(descriptors: Descriptors): void {
  for (const [place, entry] of descriptors.entries()) {
    if (entry === 0) continue;
    descriptors[place] = 0;
    try {
      closeSync(entry - 1);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBADF') throw error;
    }
  }
}
