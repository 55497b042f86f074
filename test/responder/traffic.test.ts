/** What workers count of steered answers, over real sockets and threads. */
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { zoneQueriesOf } from '../../src/answer/zone-cells.ts';
import { startResponder } from '../../src/responder/responder.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { pool, record, steering, weighted } from '../steering/declare.ts';
import { addressOf, askOnce } from './ask-responder.ts';
import { queryBytes } from './query-bytes.ts';

const compile = () => {
  const pools = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'])];
  return serve(exampleZone('', steering(pools, [record('www', weighted(['x', 1], ['y', 1]))]))).compiled;
};

async function startCounting() {
  const threads = new Map<string, Worker>();
  const note = (thread: Worker) => void threads.set(thread.threadName ?? '', thread);
  process.on('worker', note);
  const compiled = compile();
  const first = compiled.table;
  const responder = await startResponder({
    listen: [{ address: '127.0.0.1', port: 0, optional: false }],
    workers: 2,
    table: first,
    identity: { version: undefined, serverId: undefined },
    onWarning: () => {},
    onFault: () => {},
  });
  onTestFinished(async () => {
    process.off('worker', note);
    await responder[Symbol.asyncDispose]();
  });
  const ask = async (transport: 'udp' | 'tcp', times: number) => {
    for (let id = 0; id < times; id++) await askOnce(addressOf(responder, transport), queryBytes('www.example.com.', { id }));
  };
  return { responder, compiled, first, ask, end: (name: string) => threads.get(name)!.terminate() };
}

test('answers of all workers and both transports are counted for the table that they come from', async () => {
  const { responder, first, ask } = await startCounting();
  await ask('udp', 20);
  await ask('tcp', 3);
  expect(responder.counted(first)[0]).toBe(23);
  const next = { ...compile().table, generation: 2 };
  expect(responder.counted(next)[0]).toBe(0);
  await responder.publish({ table: next });
  await ask('udp', 5);
  expect([responder.counted(first)[0], responder.counted(next)[0]]).toEqual([23, 5]);
});

test('a worker that dies has its counts carried on by its successor', async () => {
  const { responder, first, ask, end } = await startCounting();
  await ask('tcp', 4);
  await end('meridian-tcp');
  await expect.poll(() => ask('tcp', 1).then(() => 'answered', String), { timeout: 15_000 }).toBe('answered');
  expect(responder.counted(first)[0]).toBe(5);
});

test('queries of a zone are counted by transport', async () => {
  const { responder, compiled, ask } = await startCounting();
  await ask('udp', 20);
  await ask('tcp', 3);
  expect(zoneQueriesOf(compiled, responder.counted(compiled.table))).toEqual([
    { zone: 'example.com.', transport: 'udp', rcode: 0, count: 20 },
    { zone: 'example.com.', transport: 'tcp', rcode: 0, count: 3 },
  ]);
});
