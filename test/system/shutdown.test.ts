import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closed, connectTo, framed, readAnswers } from '../responder/ask-responder.ts';
import { question } from '../support/dns-query.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { siteZone } from '../support/site-zone.ts';
import { tcpPeer } from '../support/tcp-peer.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const LIMIT_MS = 2000;

/** Two connections of DNS clients: one that has its answer, and one in the middle of a question. */
async function openDns({ dns }: Meridian): Promise<readonly Socket[]> {
  const idle = await connectTo({ ...dns, transport: 'tcp' });
  idle.write(framed(question('static.example.com')));
  await readAnswers(idle, 1);
  const half = await connectTo({ ...dns, transport: 'tcp' });
  half.write(framed(question('static.example.com')).subarray(0, 20));
  return [idle, half];
}

/** Two connections of HTTP: one that is kept for the next request, and one in the middle of a request. */
async function openHttp({ apiUrl }: Meridian): Promise<readonly Socket[]> {
  const agent = new Agent({ keepAlive: true });
  const asked = request(`${apiUrl}/healthz`, { agent }).end();
  const [response] = await once(asked, 'response');
  await once(response.resume(), 'end');
  const { hostname, port } = new URL(apiUrl);
  const half = await connectTo({ transport: 'tcp', address: hostname, port: Number(port) });
  half.write('POST /v1/reload HTTP/1.1\r\nHost: ');
  return [asked.socket!, half];
}

/** Whether any process of the group that `pid` leads is there. */
function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s: ends within 2 s with exit code 0, whatever is open', async signal => {
  await using silent = await tcpPeer(() => {}, '127.0.0.10');
  const records = '  www: { steer: hangzhou }\n  other: { steer: beijing }';
  const yaml = siteZone({ port: silent.port, records })
    .replace('timeout: 300ms', 'timeout: 10s')
    .replace('interval: 500ms', 'interval: 10s');
  await using directory = await zonesDirectory({ 'example.com.yaml': yaml });
  const probed = silent.nextConnection();
  await using meridian = await startMeridian(directory);
  const clients = [...(await openDns(meridian)), ...(await openHttp(meridian))];
  await probed;
  const ends = clients.map(closed);
  const askedMs = performance.now();
  expect(await meridian.end(signal), meridian.program.output()).toBe(0);
  expect(performance.now() - askedMs).toBeLessThan(LIMIT_MS);
  await Promise.all(ends);
  expect(meridian.log().at(-1)?.msg).toBe('ended');
  expect(meridian.program.stderr()).toBe('');
  expect(isGroupAlive(meridian.program.pid)).toBe(false);
  expect(existsSync(join(directory.data, 'meridian.pid'))).toBe(false);
});

test('a stop by ./meridian itself leaves the ports and the data to the next one at once', async () => {
  await using directory = await zonesDirectory();
  const first = await startMeridian(directory);
  expect(await first.end('SIGTERM')).toBe(0);
  const api = new URL(first.apiUrl).host;
  await using second = await startMeridian({ ...directory, flags: ['--dns', `127.0.0.1:${first.dns.port}`, '--api', api] });
  expect(second.apiUrl).toBe(first.apiUrl);
  expect((await second.query('static.example.com')).addresses).toEqual(['192.0.2.80']);
});
