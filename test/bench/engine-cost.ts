import { createExposureMemory, ringsFor } from '../../src/answer/exposure-memory.ts';
import { ExposureTally } from '../../src/answer/exposure-tally.ts';
import { createLookup } from '../../src/answer/lookup.ts';
import type { AnswerTable } from '../../src/answer/table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { RCODE } from '../../src/lib/rcode.ts';
import { createCounters } from '../../src/responder/counters.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { protocolOf } from '../../src/responder/protocol.ts';
import { CLIENT_COOKIE, optionBytes } from './ask.ts';
import { encodeQuestion } from './load/question.ts';
import type { Extra, Scenario } from './workload.ts';

const WARM_UP = 200_000;
const ROUNDS = 500_000;

/** Asks the engine the next question of a scenario, protocol and look-up together, without any socket. Throws if an answer is none. */
export function engineAsker(table: AnswerTable, scenario: Scenario): () => void {
  const identity = { version: undefined, serverId: undefined };
  const onFault = (error: unknown) => {
    throw error;
  };
  const exposure = new ExposureTally();
  exposure.use(createExposureMemory(ringsFor(60, 1), 1024));
  const source = createLookup(table, seededRandom(1), { exposure });
  const engine = createEngine({ source, identity, counters: createCounters(), onFault, protocol: protocolOf() });
  const option = scenario.extra && optionOf(scenario.extra);
  const queries = scenario.questions.map(question => encodeQuestion(question, option));
  const peer = createPeer();
  readPeer('127.0.0.1', peer);
  const out = new Uint8Array(1232);
  let turn = 0;
  return () => {
    const query = queries[turn++ % queries.length]!;
    engine.respond(query, query.length, peer, out, 1232, false);
    if ((out[3]! & 15) !== (out[7] === 1 ? RCODE.NOERROR : RCODE.NXDOMAIN))
      throw new Error(`${scenario.title}: not the answer that was to be measured`);
  };
}

/** The client's half of a cookie is enough here: the server makes its half all the same. */
function optionOf(extra: Extra): Uint8Array {
  return extra.kind === 'cookie' ? optionBytes(10, CLIENT_COOKIE) : optionBytes(extra.code, extra.octets);
}

/** Nanoseconds of one such question. */
export function engineNanoseconds(table: AnswerTable, scenario: Scenario): number {
  const ask = engineAsker(table, scenario);
  for (let i = 0; i < WARM_UP; i++) ask();
  const began = process.hrtime.bigint();
  for (let i = 0; i < ROUNDS; i++) ask();
  return Number(process.hrtime.bigint() - began) / ROUNDS;
}
