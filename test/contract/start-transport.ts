import { Worker } from 'node:worker_threads';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { type Counters, createCounters } from '../../src/responder/counters.ts';
import { createDescriptors } from '../../src/responder/descriptors.ts';
import type { BoundAddress } from '../../src/responder/transport.ts';
import type { Kind, ThreadSetup, Told } from './transport-thread.ts';

export interface StartedTransport extends AsyncDisposable {
  readonly bound: readonly BoundAddress[];
  readonly counters: Counters;
  readonly faults: readonly string[];
  /** Resolves when the thread has closed its transport and ended by itself. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly addresses?: readonly SocketAddress[];
  readonly shared?: boolean;
}

export const ANY_PORT: SocketAddress = { address: '127.0.0.1', port: 0 };

/** A transport that serves in a thread of its own, as some block theirs. Rejects with what the thread could not open. */
export async function startTransport(kind: Kind, { addresses = [ANY_PORT], shared = false }: StartOptions = {}): Promise<StartedTransport> {
  const setup: ThreadSetup = { kind, addresses, shared, counters: createCounters(), descriptors: createDescriptors() };
  const thread = new Worker(new URL('./transport-thread.ts', import.meta.url), { workerData: setup });
  const faults: string[] = [];
  const listening = Promise.withResolvers<readonly BoundAddress[]>();
  const ended = Promise.withResolvers<void>();
  let closed = false;
  thread.on('message', (told: Told) => {
    if (told.kind === 'listening') listening.resolve(told.bound);
    else if (told.kind === 'refused') listening.reject(Object.assign(new Error(told.message), { absent: told.absent }));
    else if (told.kind === 'fault') faults.push(told.message);
    else closed = true;
  });
  thread.on('error', listening.reject);
  thread.on('exit', () => (closed ? ended.resolve() : ended.reject(new Error('the thread ended without closing'))));
  ended.promise.catch(() => {});
  const bound = await listening.promise;
  const close = () => {
    thread.postMessage('close');
    return ended.promise;
  };
  return { bound, counters: setup.counters, faults, close, [Symbol.asyncDispose]: close };
}
