/** A transport in a thread of its own, over the fixed lookup: the entry of the thread, told what to open by its workerData. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../src/lib/clock.ts';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import type { Counters } from '../../src/responder/counters.ts';
import type { Descriptors } from '../../src/responder/descriptors.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { ListenError } from '../../src/responder/listen-error.ts';
import { openTcp } from '../../src/responder/tcp.ts';
import type { BoundAddress, Transport } from '../../src/responder/transport.ts';
import { openUdp } from '../../src/responder/udp.ts';
import type { UdpOptions } from '../../src/responder/udp-batched.ts';
import { FixedLookup, fixedTable } from '../responder/fixed-lookup.ts';

export type Kind = 'udp batched' | 'udp portable' | 'tcp';

export interface ThreadSetup {
  readonly kind: Kind;
  readonly addresses: readonly SocketAddress[];
  readonly shared: boolean;
  readonly counters: Counters;
  readonly descriptors: Descriptors;
}

/** From the thread; the only message to it means: close. */
export type Told =
  | { readonly kind: 'listening'; readonly bound: readonly BoundAddress[] }
  | { readonly kind: 'refused'; readonly message: string; readonly absent: boolean }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'closed' };

const OPEN: Record<Kind, (options: UdpOptions) => Promise<Transport>> = {
  'udp batched': async options => (await openUdp('batched', options)).transport,
  'udp portable': async options => (await openUdp('portable', options)).transport,
  tcp: openTcp,
};

const port = parentPort!;
const tell = (told: Told) => port.postMessage(told);

/** Serves until it is told to close, closes twice, and says so. */
async function serve(opened: Transport): Promise<void> {
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= opened.close();
  };
  port.on('message', close);
  await opened.serve(() => {
    if (receiveMessageOnPort(port)) close();
    return true;
  });
  await closing;
  await opened.close();
  tell({ kind: 'closed' });
}

if (parentPort) {
  const { kind, counters, ...setup } = workerData as ThreadSetup;
  const onFault = (error: unknown) => tell({ kind: 'fault', message: String(error) });
  const identity = { version: undefined, serverId: undefined };
  const engine = createEngine({ source: new FixedLookup(fixedTable(1)), identity, counters, onFault });
  try {
    const opened = await OPEN[kind]({ ...setup, engine, counters, clock: systemClock, onFault });
    tell({ kind: 'listening', bound: opened.bound });
    await serve(opened);
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    tell({ kind: 'refused', message: error.message, absent: error.absent });
  }
  port.close();
}
