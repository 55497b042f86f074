import { createLookup } from '../../src/answer/lookup.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { type Counters, createCounters, sumCounters } from '../../src/responder/counters.ts';
import { createEngine, type Engine } from '../../src/responder/engine.ts';
import { createPeer } from '../../src/responder/peer-address.ts';
import { type ProtocolOptions, protocolOf } from '../../src/responder/protocol.ts';

import { deservesAnswer, judge } from './judge.ts';
import { clientOctets, packetOf } from './packets.ts';
import type { FuzzTarget } from './target.ts';

const UDP_SIZE = 1232;
const STREAM_SIZE = 65_535;
const CANARY = 0xa5;
const CANARIES = 64;

/** An engine, and what was asked of it. */
interface Asked {
  readonly engine: Engine;
  readonly counters: Counters;
  /** Answers over the limit may be kept back. */
  readonly limited: boolean;
  queries: number;
}

/**
 * The engine over `table`: every packet over UDP and as from a stream, and over UDP with so low a limit that it is mostly reached; into a
 * buffer of its own and over itself.
 */
export class EngineTarget implements FuzzTarget {
  readonly #open: Asked;
  readonly #limited: Asked;
  readonly #peer = createPeer();
  readonly #out = new Uint8Array(STREAM_SIZE + CANARIES);
  #fault: unknown;

  constructor(table: AnswerTable) {
    this.#open = this.#ask(table, {});
    this.#limited = this.#ask(table, { rateLimit: { perSecond: 20, slip: 2, exempt: [] } });
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
    this.#answer(this.#open, query, true, inPlace);
    this.#answer(this.#limited, query, false, inPlace);
    return this.#answer(this.#open, query, false, inPlace);
  }

  #ask(table: AnswerTable, options: ProtocolOptions): Asked {
    const counters = createCounters();
    const engine = createEngine({
      source: createLookup(table, seededRandom(1)),
      identity: { version: 'fuzz', serverId: 'fuzz.example.net' },
      protocol: protocolOf(options),
      counters,
      onFault: error => {
        this.#fault = error;
      },
    });
    return { engine, counters, limited: options.rateLimit !== undefined, queries: 0 };
  }

  #answer(asked: Asked, query: Uint8Array, stream: boolean, inPlace: boolean): string {
    const maxSize = stream ? STREAM_SIZE : UDP_SIZE;
    this.#out.fill(CANARY, 0, UDP_SIZE + CANARIES);
    this.#out.fill(CANARY, STREAM_SIZE);
    const canary = inPlace ? Math.max(maxSize, query.length) : maxSize;
    if (inPlace) this.#out.set(query);
    this.#out.fill(CANARY, canary, canary + CANARIES);
    if (asked.queries++ % 64 === 0) asked.engine.tick();
    const length = asked.engine.respond(inPlace ? this.#out : query, query.length, this.#peer, this.#out, maxSize, stream);
    if (this.#fault !== undefined) throw new Error('a fault', { cause: this.#fault });
    for (let at = canary; at < Math.min(canary + CANARIES, this.#out.length); at++)
      if (this.#out[at] !== CANARY) throw new Error(`octet ${at} was written, ${maxSize} were allowed`);
    if (asked.queries % 16 === 0) checkCounters(asked);
    if (length > 0) return `RCODE ${judge(query, this.#out.slice(0, length), { stream, maxSize })}`;
    if (deservesAnswer(query) && !asked.limited) throw new Error('no answer');
    return 'silence';
  }
}

/** Every query is one that was answered or one that was dropped. */
function checkCounters(asked: Asked): void {
  const { queries, answers, dropped, rateLimited } = sumCounters([asked.counters]);
  const sum = (list: readonly { readonly value: number }[]) => list.reduce((total, { value }) => total + value, 0);
  const found = [sum(queries), sum(answers) + dropped];
  if (found.some(value => value !== asked.queries)) throw new Error(`${asked.queries} queries are counted as ${found}`);
  if (rateLimited.dropped > dropped) throw new Error(`${rateLimited.dropped} of ${dropped} dropped for their rate`);
}
