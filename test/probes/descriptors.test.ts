import { execFile, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CHECKS } from '../../probes/checks/registry.ts';
import type { CheckSettings } from '../../src/model/monitor.ts';
import { DNS_CHECK } from '../support/dns-peer.ts';
import { eventually } from '../support/eventually.ts';
import { answering, tcpPeer } from '../support/tcp-peer.ts';
import type { Seen } from './descriptors-program.ts';

const PROBES = 200;
const DESCRIPTORS = 64;
const SCRIPT = `ulimit -n ${DESCRIPTORS}; exec "$0" "$@"`;
const program = (name: string) => join(import.meta.dirname, name);

/** The vantage in a shell of few descriptors; `ask` gives what it has seen. */
function vantage(port: number): { readonly ask: () => Promise<Seen> } & AsyncDisposable {
  const child = spawn('sh', ['-c', SCRIPT, process.execPath, program('descriptors-program.ts'), String(port), String(PROBES)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the vantage ended with ${code ?? signal}`)));
  });
  ended.catch(() => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async ask() {
      child.stdin.write('\n');
      const { value } = await Promise.race([lines.next(), ended]);
      return JSON.parse(value ?? '{}');
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended.catch(() => {});
    },
  };
}

test('without descriptors nothing fails, it is told of, and probing goes on when there are some again', async () => {
  const held = new Set<Socket>();
  const answer = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  let holding = true;
  await using peer = await tcpPeer(socket => {
    held.add(socket);
    if (!holding) answer(socket);
  });
  await using child = vantage(peer.port);
  const tell = (seen: () => Seen | undefined) => () => `${JSON.stringify(seen())}; ${peer.open} connections`;

  let exhausted: Seen | undefined;
  await eventually(
    async () => {
      exhausted = await child.ask();
      return exhausted.faults.includes('EMFILE') && peer.open > DESCRIPTORS / 4 ? true : undefined;
    },
    { withinMs: 15_000, tell: tell(() => exhausted) },
  );
  expect(exhausted).toEqual({ faults: ['EMFILE'], failures: [], passed: [] });

  holding = false;
  for (const socket of held) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  const passed = new Set<string>();
  let recovered: Seen | undefined;
  await eventually(
    async () => {
      recovered = await child.ask();
      for (const key of recovered.passed) passed.add(key);
      return passed.size === PROBES ? true : undefined;
    },
    { withinMs: 15_000, tell: tell(() => recovered) },
  );
  expect(recovered).toMatchObject({ faults: ['EMFILE'], failures: [] });
});

const EXCHANGE = { port: 9, path: '/', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
const SETTINGS: { readonly [Type in CheckSettings['type']]: Extract<CheckSettings, { readonly type: Type }> } = {
  http: { ...EXCHANGE, type: 'http' },
  https: { ...EXCHANGE, type: 'https', verify: true },
  tls: { type: 'tls', port: 9, verify: true, alpn: [] },
  tcp: { type: 'tcp', port: 9 },
  dns: { ...DNS_CHECK, port: 9 },
  grpc: { type: 'grpc', port: 9, service: '', tls: false, verify: true },
  icmp: { type: 'icmp', size: 16 },
  exec: { type: 'exec', command: ['/bin/true'], warning: 'pass' },
};

test('no check blames the endpoint for descriptors that the vantage does not have', async () => {
  const checks = JSON.stringify({ ...SETTINGS, 'dns over tcp': { ...SETTINGS.dns, transport: 'tcp' } });
  const { stdout } = await promisify(execFile)('sh', ['-c', SCRIPT, process.execPath, program('no-descriptors-program.ts'), checks]);
  const ends: Record<string, unknown> = JSON.parse(stdout);
  expect(Object.keys(ends)).toHaveLength(2 * (Object.keys(CHECKS).length + 1));
  expect(new Set(Object.values(ends))).toEqual(new Set(['fault']));
});
