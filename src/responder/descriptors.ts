/**
 * The sockets that a worker has opened past Node, written where they outlive its thread: Node does not close them when the thread
 * dies, and the system would go on handing them every Nth packet.
 */
import { closeSync, openSync } from 'node:fs';
import type { Libc } from './libc.ts';

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

/**
 * Takes its sockets from a thread that hangs, so that the system hands it no more packets. Their numbers stay taken, by nothing, until they
 * are closed with `closeAll` after the thread: it may come back, and must not find somebody else's file there.
 */
export function takeAway(libc: Pick<Libc, 'dup2'>, descriptors: Descriptors): readonly number[] {
  const taken = takeNotes(descriptors);
  const nothing = openSync('/dev/null', 'r');
  for (const fd of taken) libc.dup2(nothing, fd);
  closeSync(nothing);
  return taken;
}

/** Closes what a thread that has ended left open. */
export function closeLeftOpen(descriptors: Descriptors): void {
  closeAll(takeNotes(descriptors));
}

/** What cannot be closed is closed already: a successor must come all the same. */
export function closeAll(fds: readonly number[]): void {
  for (const fd of fds) {
    try {
      closeSync(fd);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBADF') throw error;
    }
  }
}

function takeNotes(descriptors: Descriptors): readonly number[] {
  const fds = [...descriptors].filter(entry => entry !== 0).map(entry => entry - 1);
  descriptors.fill(0);
  return fds;
}
