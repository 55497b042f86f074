import { createLookup } from '../../src/answer/lookup.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { type CounterValues, createCounters, sumCounters } from '../../src/responder/counters.ts';
import { createEngine, type Engine } from '../../src/responder/engine.ts';
import { createPeer } from '../../src/responder/peer-address.ts';
import { protocolOf } from '../../src/responder/protocol.ts';

import { deservesAnswer, judge } from './judge.ts';
import { clientOctets, packetOf } from './packets.ts';
import type { FuzzTarget } from './target.ts';

const UDP_SIZE = 1232;
const STREAM_SIZE = 65_535;
const CANARY = 0xa5;
const CANARIES = 64;

/** The engine over `table`: every packet once over UDP and once as from a stream, into a buffer of its own and over itself. */
export class EngineTarget implements FuzzTarget {
  readonly #engine: Engine;
  readonly #counters = createCounters();
  readonly #peer = createPeer();
  readonly #out = new Uint8Array(STREAM_SIZE + CANARIES);
  #asked = 0;
  #fault: unknown;

  constructor(table: AnswerTable) {
    this.#engine = createEngine({
      source: createLookup(table, seededRandom(1)),
      identity: { version: 'fuzz', serverId: 'fuzz.example.net' },
      protocol: protocolOf(),
      counters: this.#counters,
      onFault: error => {
        this.#fault = error;
      },
    });
  }

  describe(seed: number): string {
    return Buffer.from(packetOf(seed)).toString('hex');
  }

  run(seed: number): string {
    const query = packetOf(seed);
    const client = clientOctets(seed);
    this.#peer.family = client.length === 4 ? 4 : 6;
    this.#peer.address.fill(0);
    this.#peer.address.set(client);
    const inPlace = (seed & 1) === 1;
    const udp = this.#ask(query, false, inPlace);
    this.#ask(query, true, inPlace);
    this.#checkCounters();
    return udp;
  }

  #ask(query: Uint8Array, stream: boolean, inPlace: boolean): string {
    const maxSize = stream ? STREAM_SIZE : UDP_SIZE;
    this.#out.fill(CANARY, 0, UDP_SIZE + CANARIES);
    this.#out.fill(CANARY, STREAM_SIZE);
    const canary = inPlace ? Math.max(maxSize, query.length) : maxSize;
    if (inPlace) this.#out.set(query);
    this.#out.fill(CANARY, canary, canary + CANARIES);
    this.#asked++;
    const length = this.#engine.respond(inPlace ? this.#out : query, query.length, this.#peer, this.#out, maxSize, stream);
    if (this.#fault !== undefined) throw new Error('a fault', { cause: this.#fault });
    for (let at = canary; at < Math.min(canary + CANARIES, this.#out.length); at++)
      if (this.#out[at] !== CANARY) throw new Error(`octet ${at} was written, ${maxSize} were allowed`);
    if (length === 0) {
      if (deservesAnswer(query)) throw new Error('no answer');
      return 'silence';
    }
    return `RCODE ${judge(query, this.#out.slice(0, length), { stream, maxSize })}`;
  }

  /** Every query is one that was answered or one that was dropped. */
  #checkCounters(): void {
    const { queries, answers, dropped }: CounterValues = sumCounters([this.#counters]);
    const sum = (list: readonly { readonly value: number }[]) => list.reduce((total, { value }) => total + value, 0);
    const found = [sum(queries), sum(answers) + dropped];
    if (found.some(value => value !== this.#asked)) throw new Error(`${this.#asked} queries are counted as ${found}`);
  }
}
