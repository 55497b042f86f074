import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { BoundAddress, Responder } from '../../src/responder/responder.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { deservesAnswer, judge } from './judge.ts';
import { packetOf } from './packets.ts';
import { PacketFailure } from './socket-run.ts';
import { type Tally, tally } from './target.ts';

/** Packets that are under way at once: few enough that no socket has to drop one. */
const BATCH = 24;
/** Batches of one socket, and so with one worker. */
const BATCHES = 40;
const PATIENCE_MS = 5000;
const UDP_SIZE = 1232;

interface Sent {
  readonly seed: number;
  readonly packet: Uint8Array;
  answers: number;
}

/** Over UDP: each packet has an ID of its own, and behind each batch goes a question that ends it. */
export async function fuzzUdp(responder: Responder, seed: number, ended: () => boolean, counts: Tally): Promise<void> {
  const addresses = responder.addresses.filter(({ transport }) => transport === 'udp');
  let next = seed;
  for (let i = 0; !ended(); i++) {
    const client = new UdpClient(addresses[i % addresses.length]!, counts);
    try {
      await client.open();
      for (let batch = 0; batch < BATCHES && !ended(); batch++, next += BATCH) await client.batch(next);
    } finally {
      client.close();
    }
  }
}

class UdpClient {
  readonly #at: BoundAddress;
  readonly #socket: Socket;
  readonly #counts: Tally;
  readonly #sent = new Map<number, Sent>();
  #lastId = 0;
  #failure: PacketFailure | undefined;
  #marker = -1;
  #reached = Promise.withResolvers<void>();

  constructor(at: BoundAddress, counts: Tally) {
    this.#at = at;
    this.#counts = counts;
    this.#socket = createSocket(isIPv6(at.address) ? 'udp6' : 'udp4');
    this.#socket.on('message', answer => this.#receive(answer));
  }

  async open(): Promise<void> {
    const connected = once(this.#socket, 'connect');
    this.#socket.connect(this.#at.port, this.#at.address);
    await connected;
  }

  close(): void {
    this.#socket.close();
  }

  async batch(seed: number): Promise<void> {
    this.#sent.clear();
    this.#reached = Promise.withResolvers();
    for (let i = 0; i < BATCH; i++) this.#send((seed + i) >>> 0, packetOf((seed + i) >>> 0));
    this.#marker = this.#send(seed >>> 0, queryBytes('www.example.com.'));
    const timer = setTimeout(this.#reached.resolve, PATIENCE_MS);
    await this.#reached.promise;
    clearTimeout(timer);
    if (this.#failure) throw this.#failure;
    for (const { seed, packet, answers } of this.#sent.values())
      if (answers === 0 && deservesAnswer(packet)) throw new PacketFailure(seed, packet, 'no answer');
  }

  /** IDs go round after 65,536 packets: an answer that comes twice, however late, is noticed. */
  #send(seed: number, packet: Uint8Array): number {
    const id = ++this.#lastId & 0xffff;
    if (packet.length > 0) packet[0] = id >> 8;
    if (packet.length > 1) packet[1] = id;
    this.#sent.set(id, { seed, packet, answers: 0 });
    this.#socket.send(packet);
    return id;
  }

  #receive(answer: Buffer): void {
    const id = answer.length > 1 ? answer.readUInt16BE(0) : -1;
    const sent = this.#sent.get(id);
    try {
      if (!sent) throw new Error(`an answer with ID ${id}, which was not asked: ${answer.toString('hex')}`);
      if (++sent.answers > 1) throw new Error('a second answer');
      tally(this.#counts, `RCODE ${judge(sent.packet, answer, { stream: false, maxSize: UDP_SIZE })}`);
    } catch (error) {
      const { seed, packet } = sent ?? { seed: 0, packet: answer };
      this.#failure ??= new PacketFailure(seed, packet, (error as Error).message, error);
    }
    if (id === this.#marker || this.#failure) this.#reached.resolve();
  }
}
