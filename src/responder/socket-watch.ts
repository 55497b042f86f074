/** Waits for whichever of several file descriptors has something to read (poll(2)). */
import type { Libc } from './libc.ts';

const POLLIN = 1;
/** struct pollfd: fd 0, events 4, revents 6. */
const POLLFD = 8;

export interface Watch {
  /** Waits until one is ready, or for `timeoutMs`; -1 where the call failed, and then none is ready. */
  wait(timeoutMs: number): number;
  /** Whether the one at that place in the list has something to read, or a failure to tell. */
  ready(index: number): boolean;
}

/** A watch over `watched`, known by their places in the list. */
export function createWatch(libc: Libc, watched: readonly { readonly fd: number }[]): Watch {
  const memory = new ArrayBuffer(Math.max(1, watched.length) * POLLFD);
  const halves = new Uint16Array(memory);
  const words = new Int32Array(memory);
  for (const [i, { fd }] of watched.entries()) {
    words[i * 2] = fd;
    halves[i * 4 + 2] = POLLIN;
  }
  const address = libc.addressOf(memory);
  return {
    wait(timeoutMs) {
      const ready = libc.poll(address, watched.length, timeoutMs);
      if (ready === -1) for (let i = 0; i < watched.length; i++) halves[i * 4 + 3] = 0;
      return ready;
    },
    ready: index => halves[index * 4 + 3] !== 0,
  };
}
