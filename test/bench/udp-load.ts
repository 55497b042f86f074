import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { queryBytes } from '../responder/query-bytes.ts';
import type { LoadResult, LoadRun } from './load.ts';
import type { Scenario } from './workload.ts';

const OUTSTANDING = 100;
/** What is lost leaves a gap among those under way, which is filled again so often. */
const REFILL_MS = 100;

/** Asks from one socket, each answer followed by the next question. */
export async function runUdpLoad({ port, scenario, seconds }: LoadRun): Promise<LoadResult> {
  const queries = scenario.questions.map((question, id) => queryOf(question, id, scenario));
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let sent = 0;
  let answered = 0;
  let answeredBefore = 0;
  const ask = () => socket.send(queries[sent++ % queries.length]!);
  const fill = () => {
    for (let i = 0; i < OUTSTANDING; i++) ask();
  };
  const refill = setInterval(() => {
    if (answered === answeredBefore) fill();
    answeredBefore = answered;
  }, REFILL_MS);
  const began = performance.now();
  const over = new Promise<void>(resolve => {
    socket.on('message', () => {
      answered++;
      if (performance.now() - began < seconds * 1000) ask();
    });
    setTimeout(resolve, seconds * 1000 + REFILL_MS);
  });
  fill();
  await over;
  clearInterval(refill);
  socket.close();
  return { sent, answered, seconds };
}

/** A query in wire form for a line of a scenario. */
export function queryOf(question: string, id: number, { ednsOption }: Scenario): Uint8Array {
  const [name = ''] = question.split(' ');
  const [code = '', hex = ''] = ednsOption?.split(':') ?? [];
  const edns = { options: [[Number(code), [...Buffer.from(hex, 'hex')]] as const] };
  return queryBytes(`${name}.`, ednsOption ? { id, edns } : { id });
}
