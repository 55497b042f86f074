/**
 * Wakes a worker that waits for packets: a counter of the system (eventfd(2)) that the worker waits for beside its sockets. The main
 * thread opens it before the worker starts, rings it, and closes it when the worker's thread has ended.
 */
import { writeSync } from 'node:fs';
import type { Libc } from './libc.ts';

const EFD_NONBLOCK = 0o4000;
const EFD_CLOEXEC = 0o2000000;
const ONE = new Uint8Array(BigUint64Array.of(1n).buffer);

/** The file descriptor of a new bell; undefined where the machine gives none. */
export function openBell(libc: Pick<Libc, 'eventfd'>): number | undefined {
  const fd = libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd === -1 ? undefined : fd;
}

/** Rings until somebody has heard it. */
export function ring(bell: number): void {
  writeSync(bell, ONE);
}

/** Gives a function that silences the bell, to be called before looking for what it was rung for. */
export function createSilence(libc: Libc, bell: number): () => void {
  const memory = new ArrayBuffer(8);
  const address = libc.addressOf(memory);
  return () => {
    // The closure holds the memory as long as the address is used.
    libc.read(bell, address, memory.byteLength);
  };
}
