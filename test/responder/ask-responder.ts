import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6, type Socket } from 'node:net';
import type { AnswerTable } from '../../src/answer/table.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { type BoundAddress, type ListenAddress, type Responder, startResponder } from '../../src/responder/responder.ts';
import type { UdpChoice } from '../../src/responder/worker-protocol.ts';
import { fixedTable } from './fixed-lookup.ts';
import { queryBytes } from './query-bytes.ts';

export interface Started {
  readonly responder: Responder;
  readonly warnings: readonly string[];
  readonly faults: readonly Error[];
  /** Resolves with the next fault that is told. */
  nextFault(): Promise<Error>;
}

export interface StartOptions {
  readonly listen?: readonly ListenAddress[];
  readonly workers?: number;
  readonly table?: AnswerTable;
  readonly clock?: Clock;
  readonly udp?: UdpChoice;
}

/** A responder over the fixed lookup, on a free loopback port. */
export async function startFixed({ listen, workers = 1, table = fixedTable(1), clock, udp }: StartOptions = {}): Promise<Started> {
  const warnings: string[] = [];
  const faults: Error[] = [];
  let told = Promise.withResolvers<Error>();
  const responder = await startResponder({
    listen: listen ?? [{ address: '127.0.0.1', port: 0, optional: false }],
    workers,
    table,
    ...(clock ? { clock } : {}),
    ...(udp ? { udp } : {}),
    identity: { version: 'meridian test', serverId: 'ns1' },
    onWarning: line => warnings.push(line),
    onFault: error => {
      faults.push(error);
      told.resolve(error);
      told = Promise.withResolvers<Error>();
    },
    entry: new URL('./fixed-worker.ts', import.meta.url),
  });
  return { responder, warnings, faults, nextFault: () => told.promise };
}

/** The address of one transport, by default the first. */
export function addressOf(responder: Responder, transport: 'udp' | 'tcp', address?: string): BoundAddress {
  const found = responder.addresses.find(bound => bound.transport === transport && (!address || bound.address === address));
  if (!found) throw new Error(`no ${transport} address ${address ?? ''}`);
  return found;
}

/** One question over a transport of its own; rejects when the signal ends it. */
export function askOnce(bound: BoundAddress, query: Uint8Array, signal = AbortSignal.timeout(5000)): Promise<Uint8Array> {
  return bound.transport === 'udp' ? askUdp(bound, query, signal) : askTcp(bound, query, signal);
}

async function askUdp({ address, port }: BoundAddress, query: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    socket.send(query, port, address);
    const [answer] = await once(socket, 'message', { signal });
    return answer;
  } finally {
    socket.close();
  }
}

async function askTcp(bound: BoundAddress, query: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const socket = await connectTo(bound);
  try {
    socket.write(framed(query));
    const [answer] = await readAnswers(socket, 1, signal);
    return answer!;
  } finally {
    socket.destroy();
  }
}

export async function connectTo({ address, port }: BoundAddress): Promise<Socket> {
  const socket = connect({ host: address, port });
  await once(socket, 'connect');
  return socket;
}

/** A message behind its length (RFC 1035 section 4.2.2). */
export function framed(message: Uint8Array): Buffer {
  return Buffer.from([message.length >> 8, message.length & 255, ...message]);
}

/** Reads `count` messages from a connection; rejects when it ends before. */
export async function readAnswers(socket: Socket, count: number, signal = AbortSignal.timeout(5000)): Promise<readonly Buffer[]> {
  const answers: Buffer[] = [];
  let unread = Buffer.alloc(0);
  while (answers.length < count) {
    unread = Buffer.concat([unread, await nextChunk(socket, signal)]);
    while (answers.length < count && unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      answers.push(unread.subarray(2, 2 + unread.readUInt16BE(0)));
      unread = unread.subarray(2 + unread.readUInt16BE(0));
    }
  }
  return answers;
}

async function nextChunk(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    const chunk: Buffer | null = socket.read();
    if (chunk) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error('the connection ended before its answers');
    await eventOf(socket, ['readable', 'end', 'close', 'error'], signal);
  }
}

/** Resolves when a connection is closed, in order or not. */
export async function closed(socket: Socket): Promise<void> {
  socket.on('error', () => {});
  if (!socket.closed) await new Promise<void>(resolve => socket.once('close', () => resolve()));
}

async function eventOf(socket: Socket, events: readonly string[], signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const happen = () => resolve();
  const abort = () => reject(signal.reason);
  for (const event of events) socket.once(event, happen);
  signal.addEventListener('abort', abort);
  await promise.finally(() => {
    for (const event of events) socket.off(event, happen);
    signal.removeEventListener('abort', abort);
  });
}

/** The generation that an address answers from. */
export async function servedGeneration(bound: BoundAddress, signal?: AbortSignal): Promise<number> {
  const answer = await askOnce(bound, queryBytes('generation.test.'), signal);
  return Buffer.from(answer).readUIntBE(answer.length - 3, 3);
}
