/**
 * What the main thread and one thread of a worker share besides messages. Each thread has its own, so that one that hung and comes back
 * after all disturbs no successor.
 */
import { openBell, ring } from './bell.ts';
import { createDescriptors, type Descriptors } from './descriptors.ts';
import type { Libc } from './libc.ts';

const ORDERS = 0;
const BEATS = 1;

export interface WorkerLink {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly descriptors: Descriptors;
  /** Rung at each order, for a worker that blocks its thread; see `bell.ts`. */
  readonly bell: number | undefined;
}

/** With a bell where there is a C library to make one. */
export function createLink(libc: Libc | undefined): WorkerLink {
  const words = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  return { words, descriptors: createDescriptors(), bell: libc && openBell(libc) };
}

/** To be called after an order was posted: whoever sees the number finds the message. */
export function announceOrder({ words, bell }: WorkerLink): void {
  Atomics.add(words, ORDERS, 1);
  if (bell !== undefined) ring(bell);
}

/** How many orders were posted: a look here costs a worker far less than asking for a message. */
export function ordersPosted({ words }: WorkerLink): number {
  return Atomics.load(words, ORDERS);
}

/** A sign of life. */
export function beat({ words }: WorkerLink): void {
  Atomics.add(words, BEATS, 1);
}

/** Changes with each sign of life. */
export function beats({ words }: WorkerLink): number {
  return Atomics.load(words, BEATS);
}
