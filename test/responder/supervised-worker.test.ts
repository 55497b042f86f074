import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAskers } from '../../src/answer/askers.ts';
import { createExposureMemory, ringsFor } from '../../src/answer/exposure-memory.ts';
import { createCounters } from '../../src/responder/counters.ts';
import { PLAIN_PROTOCOL } from '../../src/responder/protocol.ts';
import { LOOK_MS } from '../../src/responder/pulse.ts';
import { SupervisedWorker } from '../../src/responder/supervised-worker.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fixedTable } from './fixed-lookup.ts';

/** Says that it listens, and dies. */
const DIES = `data:text/javascript,
import { parentPort } from 'node:worker_threads';
parentPort.postMessage({ kind: 'listening', bound: [], warnings: [] });
throw new Error('gone');`;
/** Says that it listens, and obeys no order. */
const STUCK = `data:text/javascript,
import { parentPort } from 'node:worker_threads';
parentPort.postMessage({ kind: 'listening', bound: [], warnings: [] });
for (;;);`;
/** Ends before it listens. */
const FAILS = 'data:text/javascript,process.exit(3)';

function supervise(entry: string) {
  const clock = fakeClock();
  const starts: number[] = [];
  const deaths: string[] = [];
  const abandoned: boolean[] = [];
  const setup = {
    sockets: { kind: 'tcp', addresses: [] },
    table: fixedTable(1),
    traffic: new Float64Array(0),
    exposure: createExposureMemory(ringsFor(0, 0), 0),
    askers: createAskers(1),
    changes: [],
    identity: { version: undefined, serverId: undefined },
    protocol: PLAIN_PROTOCOL,
    counters: createCounters(),
  } as const;
  const worker = new SupervisedWorker({
    entry: new URL(entry),
    name: 'test',
    begin: () => {
      starts.push(clock.monotonic());
      return { setup, orders: [] };
    },
    clock,
    libc: undefined,
    onReport: () => {},
    onDeath(gone) {
      deaths.push(gone.error.message);
      abandoned.push(gone.abandoned);
    },
  });
  return { clock, starts, deaths, abandoned, worker };
}

test('a worker that dies at each start is started again at longer and longer intervals, until it is stopped', async () => {
  const { clock, starts, deaths, worker } = supervise(DIES);
  await worker.start();
  const pauses = [100, 200, 400, 800, 1600, 3200, 5000, 5000];
  for (const [restarts, pauseMs] of pauses.entries()) {
    await expect.poll(() => [deaths.length, clock.pending], { timeout: 5000, interval: 5 }).toEqual([restarts + 2, 1]);
    clock.advance(pauseMs);
  }
  expect(starts.slice(2).map((at, i) => at - starts[i + 1]!)).toEqual(pauses);
  expect(new Set(deaths)).toEqual(new Set(['gone']));
  await worker.stop();
  expect(clock.pending).toBe(0);
});

test('a worker that cannot start is not tried again', async () => {
  const { starts, deaths, worker } = supervise(FAILS);
  await expect(worker.start()).rejects.toThrow('responder worker ended with code 3');
  expect([starts.length, deaths.length, worker.running]).toEqual([1, 0, false]);
  await worker.stop();
});

test('a worker that does not obey is ended half a second after it was told to stop', async () => {
  const { clock, deaths, worker } = supervise(STUCK);
  await worker.start();
  const stopped = worker.stop();
  clock.advance(500);
  await stopped;
  expect(deaths).toEqual([]);
});

/** Says that it listens, and stands in a call of the system until somebody opens the pipe. */
function standingAt(pipe: string): string {
  return `data:text/javascript,
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
parentPort.postMessage({ kind: 'listening', bound: [], warnings: [] });
readFileSync('${pipe}');`;
}

/** A pipe that nobody opens until the test is over; then whoever stands there goes on, and nobody can stand there any more. */
function quietPipe(): string {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-pipe-'));
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  onTestFinished(() => {
    const both = openSync(pipe, 'r+');
    rmSync(directory, { recursive: true });
    closeSync(both);
  });
  return pipe;
}

test('a worker that no order can end is given up after half a second: its successor comes all the same', async () => {
  const pipe = quietPipe();
  const { clock, starts, deaths, abandoned, worker } = supervise(standingAt(pipe));
  await worker.start();
  for (let looks = 0; looks < 30; looks++) worker.look(LOOK_MS);
  expect([starts.length, deaths]).toEqual([1, []]);
  clock.advance(500);
  await expect.poll(() => starts.length).toBe(2);
  expect([deaths, abandoned]).toEqual([['it did not start within 30 s'], [true]]);
  const stopped = worker.stop();
  clock.advance(500);
  clock.advance(500);
  await stopped;
  expect(clock.pending).toBe(0);
});
