/** Waits for whichever of several sockets has a datagram (poll(2)). */
import type { Libc } from './libc.ts';
import type { UdpSocket } from './udp-socket.ts';

const POLLIN = 1;
/** struct pollfd: fd 0, events 4, revents 6. */
const POLLFD = 8;

export interface Watch {
  /** Waits until a socket is ready, or for `timeoutMs`; -1 where the call failed, and then none is ready. */
  wait(timeoutMs: number): number;
  /** Whether the socket of that number has a datagram, or a failure to tell. */
  ready(index: number): boolean;
}

/** A watch over `sockets`, known by their places in the list. */
export function createWatch(libc: Libc, sockets: readonly UdpSocket[]): Watch {
  const memory = new ArrayBuffer(Math.max(1, sockets.length) * POLLFD);
  const halves = new Uint16Array(memory);
  const fds = new Int32Array(memory);
  for (const [i, { fd }] of sockets.entries()) {
    fds[i * 2] = fd;
    halves[i * 4 + 2] = POLLIN;
  }
  const address = libc.addressOf(memory);
  return {
    wait(timeoutMs) {
      const ready = libc.poll(address, sockets.length, timeoutMs);
      if (ready === -1) for (let i = 0; i < sockets.length; i++) halves[i * 4 + 3] = 0;
      return ready;
    },
    ready: index => halves[index * 4 + 3] !== 0,
  };
}
