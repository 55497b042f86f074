import { createLookup } from '../../src/answer/lookup.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { createCounters } from '../../src/responder/counters.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { queryOf } from './udp-load.ts';
import type { Scenario } from './workload.ts';

const WARM_UP = 200_000;
const ROUNDS = 500_000;

/** Nanoseconds of one call of the engine, protocol and look-up together, without any socket. Throws if an answer is none. */
export function engineNanoseconds(table: AnswerTable, scenario: Scenario): number {
  const identity = { version: undefined, serverId: undefined };
  const onFault = (error: unknown) => {
    throw error;
  };
  const engine = createEngine({ source: createLookup(table, seededRandom(1)), identity, counters: createCounters(), onFault });
  const queries = scenario.questions.map((question, id) => queryOf(question, id & 0xffff, scenario));
  const peer = createPeer();
  readPeer('127.0.0.1', peer);
  const out = new Uint8Array(1232);
  const run = (rounds: number) => {
    for (let i = 0; i < rounds; i++) {
      const query = queries[i % queries.length]!;
      engine.respond(query, query.length, peer, out, 1232, false);
      if ((out[3]! & 15) !== 0 || out[7] !== 1) throw new Error(`${scenario.name}: not the answer that was to be measured`);
    }
  };
  run(WARM_UP);
  const began = process.hrtime.bigint();
  run(ROUNDS);
  return Number(process.hrtime.bigint() - began) / ROUNDS;
}
