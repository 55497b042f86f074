/** The real worker, its thread ended from outside. */
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startResponder } from '../../src/responder/responder.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { addressOf, askOnce } from './ask-responder.ts';
import { queryBytes } from './query-bytes.ts';

/** A responder with real answers; `end` ends a thread of its by name, `threads` are the names of all that were started. */
async function startReal(udp: 'batched' | 'portable', workers: number) {
  const threads: string[] = [];
  const newest = new Map<string, Worker>();
  const note = (thread: Worker) => {
    threads.push(thread.threadName ?? '');
    newest.set(thread.threadName ?? '', thread);
  };
  process.on('worker', note);
  const faults: string[] = [];
  const responder = await startResponder({
    listen: [{ address: '127.0.0.1', port: 0, optional: false }],
    workers,
    udp,
    table: serve(exampleZone('www A 192.0.2.80\n')).compiled.table,
    identity: { version: undefined, serverId: undefined },
    onWarning: () => {},
    onFault: ({ message }) => faults.push(message),
  });
  onTestFinished(async () => {
    process.off('worker', note);
    await responder[Symbol.asyncDispose]();
  });
  const ask = async (transport: 'udp' | 'tcp', times: number, patienceMs: number) => {
    for (let id = 0; id < times; id++) {
      const query = queryBytes('www.example.com.', { id });
      const answer = await askOnce(addressOf(responder, transport), query, AbortSignal.timeout(patienceMs));
      expect([...answer.subarray(-4)]).toEqual([192, 0, 2, 80]);
    }
  };
  const answers = (transport: 'udp' | 'tcp', times: number) => ask(transport, times, 5000);
  /** Asks until there is an answer, as clients do. */
  const answersAgain = (transport: 'udp' | 'tcp') => {
    const once = () => ask(transport, 1, 100).then(() => 'answered', String);
    return expect.poll(once, { timeout: 15_000 }).toBe('answered');
  };
  return { responder, threads, faults, answers, answersAgain, end: (name: string) => newest.get(name)!.terminate() };
}

describe.each(['batched', 'portable'] as const)('a worker that dies, UDP %s', udp => {
  test('TCP has a thread of its own', async () => {
    const { threads } = await startReal(udp, 2);
    expect(threads).toEqual(['meridian-tcp', 'meridian-udp-1', 'meridian-udp-2']);
  });

  test('one for UDP: none of its packets are lost from then on, and another one takes its place', async () => {
    const { responder, threads, faults, answers, answersAgain, end } = await startReal(udp, 2);
    await answers('udp', 10);
    await end('meridian-udp-1');
    await answers('udp', 50);
    await answers('tcp', 1);
    expect(threads.slice(3)).toEqual(['meridian-udp-1']);
    await end('meridian-udp-2');
    await answersAgain('udp');
    expect(faults).toEqual(new Array(2).fill('a responder worker died and is being replaced: responder worker ended with code 1'));
    expect(responder.counters().workerRestarts).toBe(2);
  });

  test('the only one for UDP: TCP answers, and UDP again with its successor', async () => {
    const { answers, answersAgain, end } = await startReal(udp, 1);
    await end('meridian-udp-1');
    await answers('tcp', 3);
    await answersAgain('udp');
  });

  test('the one for TCP: UDP answers, and TCP again with its successor', async () => {
    const { responder, answers, answersAgain, end } = await startReal(udp, 1);
    await end('meridian-tcp');
    await answers('udp', 10);
    await answersAgain('tcp');
    expect(responder.counters().workerRestarts).toBe(1);
  });
});
