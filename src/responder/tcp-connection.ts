import type { Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import { readUint16 } from '../lib/wire-name.ts';
import type { Engine } from './engine.ts';
import { createPeer, readPeer } from './peer-address.ts';
import { HEADER_LENGTH, MAX_MESSAGE, MAX_QUERY } from './wire.ts';

/** Octets of answers that may wait for a slow reader before its further queries have to wait too. */
const MAX_UNSENT = 64 << 10;

/** What stands for a query that is too short or too long to be one. */
const NO_QUERY = new Uint8Array(0);

/** Answers of all connections of a thread are made here one after the other and copied out. */
const answer = new Uint8Array(MAX_MESSAGE);

export interface TcpConnection {
  readonly openedAtMs: number;
  /** When the last whole query came, or the last answers were read: `Clock.monotonic`. */
  readonly activeAtMs: number;
  /** Sends what is answered, takes no more queries, and closes the connection. */
  finish(): void;
  /** Closes the connection at once. */
  end(): void;
}

/**
 * Answers the queries of one connection in the order in which they come, as many as are sent without waiting (RFC 7766 section 6.2.1.1).
 * A client that sends what is no query is cut off; one that does not read its answers is not read from.
 */
export function createConnection(socket: Socket, engine: Engine, clock: Clock): TcpConnection {
  return new Connection(socket, engine, clock);
}

class Connection implements TcpConnection {
  readonly openedAtMs: number;
  activeAtMs: number;
  private readonly socket: Socket;
  private readonly engine: Engine;
  private readonly clock: Clock;
  private readonly peer = createPeer();
  private finished = false;
  /** What came and is not answered yet: never more than one chunk and one unfinished query. */
  private unread: Buffer = Buffer.alloc(0);

  constructor(socket: Socket, engine: Engine, clock: Clock) {
    this.socket = socket;
    this.engine = engine;
    this.clock = clock;
    this.openedAtMs = clock.monotonic();
    this.activeAtMs = this.openedAtMs;
    readPeer(socket.remoteAddress ?? '0.0.0.0', this.peer);
    socket.on('data', chunk => this.receive(chunk));
    socket.on('drain', () => this.resume());
    // A peer that resets its connection is no fault of ours; `close` follows.
    socket.on('error', () => {});
  }

  finish(): void {
    this.finished = true;
    this.unread = Buffer.alloc(0);
    this.socket.destroySoon();
  }

  end(): void {
    this.finished = true;
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    if (this.finished) return;
    this.unread = this.unread.length === 0 ? chunk : Buffer.concat([this.unread, chunk]);
    this.answerAll();
  }

  private resume(): void {
    this.activeAtMs = this.clock.monotonic();
    this.answerAll();
  }

  private answerAll(): void {
    this.engine.tick();
    this.socket.cork();
    let at = 0;
    for (let size = this.next(at); size > 0; size = this.next(at)) at += size;
    this.unread = this.unread.subarray(at);
    this.socket.uncork();
    if (this.socket.writableLength > MAX_UNSENT) this.socket.pause();
    else this.socket.resume();
  }

  /** Answers the query at `at`; gives the octets it took, or 0 where nothing more can be done now. */
  private next(at: number): number {
    if (this.finished || this.socket.destroyed || this.socket.writableLength > MAX_UNSENT || this.unread.length < at + 2) return 0;
    const length = readUint16(this.unread, at);
    if (length < HEADER_LENGTH || length > MAX_QUERY) {
      // Counted as a query that gets no answer, and not waited for.
      this.answerOne(NO_QUERY);
      return 0;
    }
    if (this.unread.length < at + 2 + length) return 0;
    this.activeAtMs = this.clock.monotonic();
    this.answerOne(this.unread.subarray(at + 2, at + 2 + length));
    return 2 + length;
  }

  private answerOne(query: Uint8Array): void {
    const length = this.engine.respond(query, query.length, this.peer, answer, MAX_MESSAGE, true);
    if (length === 0) {
      this.finish();
      return;
    }
    const message = Buffer.allocUnsafe(2 + length);
    message.writeUInt16BE(length, 0);
    message.set(answer.subarray(0, length), 2);
    this.socket.write(message);
  }
}
