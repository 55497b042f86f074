import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeQuestion } from '../load/question.ts';
import { CHANGED_OCTET, CONTROL_ZONE, NAMES } from './zones.ts';

/** How often a name is asked that is waited for. */
const ASK_EVERY_MS = 1;

interface Waiting {
  readonly query: Uint8Array;
  readonly on: boolean;
  readonly seen: (atMs: number) => void;
}

/** Asks names over UDP until their answers are as they are to be. */
export class WireWatch implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #ended = false;
  readonly #asking: Promise<void>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', message => this.#take(message));
    this.#asking = this.#ask();
  }

  static async open(port: number): Promise<WireWatch> {
    const socket = createSocket('udp4');
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new WireWatch(socket);
  }

  /** Resolves with when the first answer came in which the endpoint of name `i` is there (`on`) or is not. One wait for a name at a time. */
  until(i: number, on: boolean): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const query = encodeQuestion(`r${i}.${CONTROL_ZONE} A`, undefined);
    new DataView(query.buffer, query.byteOffset).setUint16(0, i);
    this.#waiting.set(i, { query, on, seen: resolve });
    return promise;
  }

  /** How many are waited for. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #take(message: Buffer): void {
    const i = message.readUInt16BE(0);
    const waiting = i < NAMES ? this.#waiting.get(i) : undefined;
    if (!waiting || (message.at(-1) === CHANGED_OCTET) !== waiting.on) return;
    this.#waiting.delete(i);
    waiting.seen(performance.now());
  }

  async #ask(): Promise<void> {
    while (!this.#ended) {
      for (const { query } of this.#waiting.values()) this.#socket.send(query);
      await sleep(ASK_EVERY_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    await this.#asking;
    this.#socket.close();
  }
}
