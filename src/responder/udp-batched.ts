/**
 * UDP over recvmmsg and sendmmsg: many packets with one call, on a thread that does nothing else.
 * Hot path: no allocation, no closures, no text; watched by `npm run bench -- responder`.
 */
import { createSilence } from './bell.ts';
import { COUNTER, type Counters, count, countUnanswered } from './counters.ts';
import { type Descriptors, noteClosing, noteOpened } from './descriptors.ts';
import type { Engine } from './engine.ts';
import { errnoName, receiveFailure, sendFailure } from './errno.ts';
import type { Libc } from './libc.ts';
import { formatAddress } from './listen-error.ts';
import { MessageSlots } from './message-slots.ts';
import { createPeer } from './peer-address.ts';
import { createWatch, type Watch } from './socket-watch.ts';
import type { BoundAddress, Poll, Transport, TransportOptions } from './transport.ts';
import { openUdpSocket, type UdpSocket } from './udp-socket.ts';
import { MAX_UDP_ANSWER } from './wire.ts';

/** Packets of one call. */
const BATCH = 64;
/**
 * Where a call gave so many packets and more follow, it rests a moment, so that the next call finds more of them: calls and wake-ups are
 * a good part of what an answer costs. Fewer packets are worth no delay, and with more the queue is growing (docs/decisions/0005).
 */
const GATHER_FROM = 8;
const GATHER_TO = 31;
/** The kernel makes about twice that of it (prctl(2), PR_SET_TIMERSLACK). */
const GATHER_US = 50;
/** At the end, what has arrived is still answered: as many calls for each socket, about what a full receive buffer holds. */
const LAST_BATCHES = 128;
/** How long it rests where nothing comes and a bell wakes it for orders, or no bell does; and after a failure of the machine. */
const REST_MS = 500;
const REST_WITHOUT_BELL_MS = 20;
const PAUSE_MS = 20;

const MSG_DONTWAIT = 0x40;
const MSG_WAITFORONE = 0x10000;

export interface UdpOptions extends TransportOptions {
  /** Where the sockets are noted that Node does not know of. */
  readonly descriptors: Descriptors;
  /** Whether answers may be longer than what every network carries in one piece. */
  readonly fragments?: boolean;
  /** Rung where `poll` has something to do; see `bell.ts`. */
  readonly bell?: number | undefined;
}

/** Binds a UDP socket to each address; throws ListenError and closes them all if one cannot be had. */
export async function openUdpBatched(libc: Libc, options: UdpOptions): Promise<Transport> {
  const sockets: UdpSocket[] = [];
  try {
    for (const address of options.addresses) {
      const socket = openUdpSocket(libc, address, options.shared, options.fragments);
      sockets.push(socket);
      noteOpened(options.descriptors, socket.fd);
    }
  } catch (error) {
    for (const socket of sockets) closeSocket(libc, socket, options);
    throw error;
  }
  return new BatchedTransport(libc, sockets, options);
}

function closeSocket(libc: Libc, { fd }: UdpSocket, { descriptors }: UdpOptions): void {
  noteClosing(descriptors, fd);
  libc.close(fd);
}

class BatchedTransport implements Transport {
  readonly bound: readonly BoundAddress[];
  private readonly libc: Libc;
  private readonly sockets: readonly UdpSocket[];
  private readonly options: UdpOptions;
  private readonly engine: Engine;
  private readonly counters: Counters;
  private readonly slots: MessageSlots;
  /** The sockets in their order, and the bell. */
  private readonly watch: Watch;
  private readonly silence: (() => void) | undefined;
  private readonly restMs: number;
  private readonly peer = createPeer();
  private readonly pause = new Int32Array(new SharedArrayBuffer(4));
  private poll: Poll = () => true;
  private goesOn = true;
  private serving = false;
  private closing = false;
  private closed = false;

  constructor(libc: Libc, sockets: readonly UdpSocket[], options: UdpOptions) {
    this.libc = libc;
    this.sockets = sockets;
    this.options = options;
    this.engine = options.engine;
    this.counters = options.counters;
    this.bound = sockets.map(({ bound }) => ({ transport: 'udp', ...bound }));
    const tellsAsked = sockets.some(({ wildcard }) => wildcard);
    this.slots = new MessageSlots(libc, BATCH, tellsAsked);
    const { bell } = options;
    this.watch = createWatch(libc, bell === undefined ? sockets : [...sockets, { fd: bell }]);
    this.silence = bell === undefined ? undefined : createSilence(libc, bell);
    this.restMs = bell === undefined ? REST_WITHOUT_BELL_MS : REST_MS;
  }

  async serve(poll: Poll): Promise<void> {
    this.poll = poll;
    this.goesOn = true;
    this.serving = true;
    if (this.sockets.length === 1) while (this.goesOn) this.serveOne(this.sockets[0]!);
    else while (this.goesOn) this.serveSeveral();
    this.serving = false;
    if (this.closing) this.end();
  }

  /** While it serves, the call can only come from `poll`: the sockets are closed when what has arrived is answered. */
  async close(): Promise<void> {
    this.closing = true;
    if (!this.serving) this.end();
  }

  private end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const socket of this.sockets) {
      for (let left = LAST_BATCHES; left > 0 && this.answerWaiting(socket) > 0; left--);
      closeSocket(this.libc, socket, this.options);
    }
  }

  /** One socket is waited for in the very call that receives, which saves a call for each batch; only where nothing comes it rests. */
  private serveOne(socket: UdpSocket): void {
    const received = this.receive(socket, MSG_WAITFORONE);
    if (received === 0) this.rest();
    this.heedOrders();
    this.answerBatch(socket, received);
    this.gather(received);
  }

  /** With several sockets none may be waited for alone. */
  private serveSeveral(): void {
    this.rest();
    this.heedOrders();
    let most = 0;
    for (let i = 0; i < this.sockets.length; i++) if (this.watch.ready(i)) most = Math.max(most, this.answerWaiting(this.sockets[i]!));
    this.gather(most);
  }

  private gather(received: number): void {
    if (received >= GATHER_FROM && received <= GATHER_TO) this.libc.usleep(GATHER_US);
  }

  /** Waits for packets and for the bell. */
  private rest(): void {
    if (this.watch.wait(this.restMs) === -1) this.heedFailure(this.sockets[0]!);
    else if (this.silence && this.watch.ready(this.sockets.length)) this.silence();
  }

  private heedOrders(): void {
    this.goesOn = this.poll() && !this.closing;
  }

  /** Answers the packets that one call gives; their number. */
  private answerWaiting(socket: UdpSocket): number {
    const received = this.receive(socket, MSG_DONTWAIT);
    this.answerBatch(socket, received);
    return received;
  }

  /** Fills the slots; gives their number. */
  private receive(socket: UdpSocket, flags: number): number {
    const slots = this.slots;
    slots.clear();
    const received = this.libc.recvmmsg(socket.fd, slots.headerAddress(0), slots.count, flags, 0);
    if (received === -1) {
      this.heedFailure(socket);
      return 0;
    }
    slots.fill(received);
    return received;
  }

  private answerBatch(socket: UdpSocket, received: number): void {
    if (received === 0) return;
    this.engine.tick();
    let from = 0;
    for (let slot = 0; slot < received; slot++) {
      if (this.answer(slot, socket)) continue;
      this.send(socket, from, slot);
      from = slot + 1;
    }
    this.send(socket, from, received);
  }

  /** Writes the answer over the query; false where there is to be none. */
  private answer(slot: number, socket: UdpSocket): boolean {
    const slots = this.slots;
    if (!slots.canBeAnswered(slot, socket)) {
      countUnanswered(this.counters, socket.family);
      return false;
    }
    slots.readPeer(slot, this.peer);
    const octets = slots.octets[slot]!;
    const length = this.engine.respond(octets, slots.received(slot), this.peer, octets, MAX_UDP_ANSWER, false);
    if (length === 0) return false;
    slots.setLength(slot, length);
    if (socket.wildcard) slots.answerFromAsked(slot, socket);
    return true;
  }

  /** Sends the answers of the slots from `from` to before `end`. The machine may take fewer at a time, and then tells why. */
  private send(socket: UdpSocket, from: number, end: number): void {
    for (let at = from; at < end; ) {
      const sent = this.libc.sendmmsg(socket.fd, this.slots.headerAddress(at), end - at, 0);
      at += sent > 0 ? sent : this.giveUp(socket, end - at);
    }
  }

  /** How many of the `left` answers, of which the machine did not take the first, are to be dropped. */
  private giveUp(socket: UdpSocket, left: number): number {
    const errno = this.libc.errno();
    const failure = sendFailure(errno);
    if (failure === 'lost') throw this.lost(socket, errno);
    const dropped = failure === 'again' ? 0 : failure === 'full' ? left : 1;
    for (let i = 0; i < dropped; i++) count(this.counters, COUNTER.SEND_ERRORS);
    return dropped;
  }

  private heedFailure(socket: UdpSocket): void {
    const errno = this.libc.errno();
    const failure = receiveFailure(errno);
    if (failure === 'nothing') return;
    if (failure === 'lost') throw this.lost(socket, errno);
    count(this.counters, COUNTER.RECEIVE_ERRORS);
    if (failure === 'reported') return;
    this.options.onFault(new Error(`${formatAddress({ transport: 'udp', ...socket.bound })} does not receive: ${errnoName(errno)}`));
    Atomics.wait(this.pause, 0, 0, PAUSE_MS);
  }

  /** Its successor opens sockets of its own; the number may be somebody else's by now, and nobody is to close it. */
  private lost({ bound, fd }: UdpSocket, errno: number): Error {
    noteClosing(this.options.descriptors, fd);
    return new Error(`${formatAddress({ transport: 'udp', ...bound })} is lost: ${errnoName(errno)}`);
  }
}
