/** The real worker, its thread ended from outside, and workers that end by themselves. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Responder, startResponder } from '../../src/responder/responder.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { addressOf, askOnce, servedGeneration, startFixed } from './ask-responder.ts';
import { realLibc } from './failing-libc.ts';
import { fixedChange } from './fixed-lookup.ts';
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

describe('a worker is replaced by one with the newest answers', () => {
  test.each([
    ['die', 'tcp', 'a death that a test asked for'],
    ['exit', 'udp', 'responder worker ended with code 7'],
    ['exit', 'tcp', 'responder worker ended with code 7'],
    ['hang', 'udp', 'it hung: no sign of life for 3 s'],
    ['hang', 'tcp', 'it hung: no sign of life for 3 s'],
  ] as const)('that meets its %s over %s', async (fate, transport, reason) => {
    const { responder, faults, nextFault } = await startFixed({ workers: 2 });
    await using _ = responder;
    const fault = nextFault();
    const over = new AbortController();
    const fatal = askOnce(addressOf(responder, transport), queryBytes(`${fate}.test.`), over.signal).catch(() => undefined);
    await expect.poll(() => asked(responder, transport)).toBeGreaterThan(0);
    expect(await responder.publish({ change: fixedChange(2, 1) })).toBe(2);
    expect((await fault).message).toBe(`a responder worker died and is being replaced: ${reason}`);
    over.abort();
    await fatal;
    for (const again of ['udp', 'tcp'] as const) await expect.poll(() => generation(responder, again), PATIENT).toBe(2);
    expect([faults.length, responder.counters().workerRestarts]).toEqual([1, 1]);
  });

  test('that has no memory left', () => {
    const program = fileURLToPath(new URL('./out-of-memory-program.ts', import.meta.url));
    const printed = execFileSync(process.execPath, ['--max-old-space-size=64', program], { encoding: 'utf8', stdio: 'pipe' });
    const told = 'a responder worker died and is being replaced: Worker terminated due to reaching memory limit: JS heap out of memory';
    expect(JSON.parse(printed)).toEqual({ faults: [told, told], generations: [1, 1, 1, 1], restarts: 2 });
  });

  test('that loses its socket', async () => {
    const { responder, nextFault } = await startFixed();
    await using _ = responder;
    const { port } = addressOf(responder, 'udp');
    const fault = nextFault();
    (await realLibc()).dup2(devNull(), udpDescriptor(port));
    expect((await fault).message).toBe(`a responder worker died and is being replaced: 127.0.0.1:${port} (UDP) is lost: ENOTSOCK`);
    await expect.poll(() => generation(responder, 'udp'), PATIENT).toBe(1);
  });
});

const PATIENT = { timeout: 15_000 };

/** The generation that is answered from; 0 where no answer comes, as between a worker and its successor. */
function generation(responder: Responder, transport: 'udp' | 'tcp'): Promise<number> {
  return servedGeneration(addressOf(responder, transport), AbortSignal.timeout(100)).catch(() => 0);
}

function asked(responder: Responder, transport: 'udp' | 'tcp'): number {
  return responder.counters().queries.find(({ transport: of, family }) => of === transport && family === 'ipv4')!.value;
}

function devNull(): number {
  const fd = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** The file descriptor in this process of the UDP socket on an IPv4 port (proc_pid_net(5)). */
function udpDescriptor(port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = readFileSync('/proc/self/net/udp', 'latin1')
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/));
  const inode = sockets.find(([, local]) => local?.endsWith(suffix))?.[9];
  const linkOf = (fd: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The one that listed the directory is gone.
      return '';
    }
  };
  return Number(readdirSync('/proc/self/fd').find(fd => linkOf(fd) === `socket:[${inode}]`));
}
