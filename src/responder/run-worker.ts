import { randomBytes } from 'node:crypto';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type Clock, systemClock } from '../lib/clock.ts';
import { seededBits } from '../lib/random.ts';
import { type CurrentSource, createCurrentSource } from './current-source.ts';
import { createEngine } from './engine.ts';
import { ListenError } from './listen-error.ts';
import { openSockets } from './sockets.ts';
import type { Poll, Transport } from './transport.ts';
import { EDNS_UDP_SIZE } from './wire.ts';
import { beat, ordersPosted, type WorkerLink } from './worker-link.ts';
import type { CreateLookup, Order, Report, WorkerSetup } from './worker-protocol.ts';

/** Faults of a kind come by the thousand; the main thread is told of one in this time, the counters of all. */
const FAULT_PAUSE_MS = 1000;
/** How often a worker that is driven by events gives a sign of life. */
const BEAT_MS = 500;

/**
 * The life of a worker thread: builds its answers, opens its sockets, answers until it is told to stop. What cannot be served ends the
 * thread with an error, and the main thread starts another.
 */
export async function runWorker(createLookup: CreateLookup): Promise<void> {
  if (!parentPort) throw new Error('a responder worker runs in a worker thread');
  const port = parentPort;
  const setup = workerData as WorkerSetup;
  const source = createCurrentSource(createLookup, setup, seededBits(randomBytes(4).readInt32LE()));
  for (const change of setup.changes) source.apply({ change });
  const transports = await open(setup, source, port);
  if (transports) await serve(transports, source, port, setup.link);
  port.close();
}

/** The transports; undefined where the machine does not give a socket, which the main thread has then been told. */
async function open(setup: WorkerSetup, source: CurrentSource, port: MessagePort): Promise<readonly Transport[] | undefined> {
  const { counters, identity, protocol, link } = setup;
  const onFault = faultReporter(port, systemClock);
  const engine = createEngine({ source, identity, protocol, counters, onFault });
  try {
    const fragments = protocol.udpSize > EDNS_UDP_SIZE;
    const { transports, warnings } = await openSockets(setup.sockets, {
      engine,
      counters,
      ...link,
      fragments,
      clock: systemClock,
      onFault,
    });
    tell(port, { kind: 'listening', bound: transports.flatMap(transport => transport.bound), warnings });
    return transports;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    tell(port, { kind: 'cannot-listen', where: error.where, code: error.code });
    return undefined;
  }
}

async function serve(transports: readonly Transport[], source: CurrentSource, port: MessagePort, link: WorkerLink): Promise<void> {
  let stopped = false;
  let seen = 0;
  const obey = (order: Order) => {
    if (order.kind === 'update') tell(port, apply(order, source));
    else {
      stopped = true;
      for (const transport of transports) void transport.close();
    }
  };
  const poll: Poll = () => {
    beat(link);
    const posted = ordersPosted(link);
    if (posted === seen) return !stopped;
    seen = posted;
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) obey(next.message);
    return !stopped;
  };
  port.on('message', obey);
  const stopBeating = keepBeating(link, systemClock);
  await Promise.all(transports.map(transport => transport.serve(poll)));
  stopBeating();
}

/** A transport that blocks its thread lets no timer run: it gives signs of life with `poll`. */
function keepBeating(link: WorkerLink, clock: Clock): () => void {
  let cancel = () => {};
  const next = () => {
    beat(link);
    cancel = clock.after(BEAT_MS, next);
  };
  next();
  return () => cancel();
}

function apply({ sequence, update }: Order & { kind: 'update' }, source: CurrentSource): Report {
  try {
    source.apply(update);
    return { kind: 'serving', sequence };
  } catch (error) {
    return { kind: 'refused', sequence, error: asError(error) };
  }
}

function faultReporter(port: MessagePort, clock: Clock): (error: unknown) => void {
  let silentUntilMs = 0;
  return error => {
    if (clock.monotonic() < silentUntilMs) return;
    silentUntilMs = clock.monotonic() + FAULT_PAUSE_MS;
    tell(port, { kind: 'fault', error: asError(error) });
  };
}

function tell(port: MessagePort, report: Report): void {
  port.postMessage(report);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
