import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { StatusView } from '../../src/api/contract.ts';
import { eventually } from '../support/eventually.ts';
import { agentOf } from '../support/fleet-scene.ts';
import { untilVantage } from '../support/fleet-view.ts';
import { freePort } from '../support/free-port.ts';
import { startMeridian } from '../support/meridian.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const POOLS = 100;
const EACH = 100;
const ENDPOINTS = POOLS * EACH;
const MEGABYTE = 1024 * 1024;

/** Each endpoint has an address of its own in 127.0.0.0/8. */
function manyEndpoints(port: number): string {
  const address = (pool: number, i: number) => `127.${1 + pool}.${i}.1`;
  const endpoints = (pool: number) => Array.from({ length: EACH }, (_, i) => `e${i}: ${address(pool, i)}`).join(', ');
  const pools = Array.from({ length: POOLS }, (_, pool) => `  p${pool}: { site: here, monitor: port, endpoints: { ${endpoints(pool)} } }`);
  return `
sites: { here: { country: CN } }
monitors:
  port: { type: tcp, port: ${port}, interval: 10s, timeout: 2s, confirm: 100ms, fall: 2, rise: 2 }
pools:
${pools.join('\n')}
records:
  www: { ttl: 5s, steer: { failover: [${pools.map((_, pool) => `p${pool}`).join(', ')}] } }
`;
}

/** Takes connections at every loopback address, until it is closed. */
async function everywhere(port: number): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await once(server.listen({ port, host: '0.0.0.0', backlog: 4096 }), 'listening');
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise(resolve => server.close(resolve));
    },
  };
}

/** The most memory that a process ever had, in octets. */
function peakMemory(pid: number): number {
  return 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

test('10,000 endpoints that fail at once: all of them turn down, and everything answers meanwhile', { timeout: 120_000 }, async () => {
  const port = await freePort();
  await using sites = await everywhere(port);
  await using directory = await zonesDirectory({ 'example.com.yaml': manyEndpoints(port) });
  await using meridian = await startMeridian({ ...directory, flags: ['--workers', '2'] });
  await using tokyo = await agentOf({ meridian, directory }, 'tokyo');
  const measured = async () => {
    const [status, answer] = await Promise.all([meridian.api<StatusView>('GET', '/v1/status'), meridian.query('www.example.com')]);
    expect(status.status).toBe(200);
    expect(answer).toMatchObject({ rcode: 0, addresses: [expect.stringMatching(/^127\.\d+\.\d+\.1$/)] });
    return status.body.endpoints.measured;
  };
  const until = async (verdict: 'up' | 'down') => {
    let counts = {};
    const ask = async () => {
      const now = await measured();
      counts = now;
      return now[verdict] === ENDPOINTS ? true : undefined;
    };
    return eventually(ask, { withinMs: 60_000, tell: () => `of ${ENDPOINTS} endpoints are ${JSON.stringify(counts)}` });
  };
  await until('up');
  await untilVantage(meridian, 'tokyo', ({ targets }) => targets.seen === ENDPOINTS && targets.failing === 0);

  await sites[Symbol.asyncDispose]();
  await until('down');
  await untilVantage(meridian, 'tokyo', ({ targets }) => targets.failing === ENDPOINTS);
  const { observations, voteless } = await untilVantage(meridian, 'embedded', ({ targets }) => targets.failing === ENDPOINTS);
  expect({ unknown: observations.unknown, voteless }).toEqual({ unknown: 0, voteless: null });
  expect(peakMemory(meridian.program.pid)).toBeLessThan(700 * MEGABYTE);
  expect(peakMemory(tokyo.program.pid)).toBeLessThan(400 * MEGABYTE);
  expect(await meridian.end('SIGTERM')).toBe(0);
});
