import { createSocket } from 'node:dgram';
import { on } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StatusView } from '../../src/api/contract.ts';
import { type Random, seededRandom } from '../../src/lib/random.ts';
import { closed, connectTo, framed } from '../responder/ask-responder.ts';
import { question } from '../support/dns-query.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = '  www: { steer: { failover: [hangzhou, beijing] } }';
const PACKETS = 20_000;
/** Packets from one port, and so for one worker, that the system holds for it if need be. */
const BURST = 100;
const CONNECTIONS = 300;

let server: SiteServer;
beforeEach(async () => {
  server = await startSiteServer({ records: RECORDS, flags: ['--workers', '2'] });
});
afterEach(async () => server?.[Symbol.asyncDispose]());

/** Octets without any sense: all random, or a good question with some octets changed, cut short or drawn out. */
function nonsense(random: Random): Buffer {
  const below = (limit: number): number => random() % limit;
  if (below(2) === 0) return Buffer.from(Array.from({ length: below(600) }, () => below(256)));
  const octets = Buffer.from(question('www.example.com', { client: '114.114.114.0/24' }));
  for (let changes = below(8); changes >= 0; changes--) octets[below(octets.length)] = below(256);
  const cut = octets.subarray(0, below(4) === 0 ? below(octets.length) : octets.length);
  return below(4) === 0 ? Buffer.concat([cut, Buffer.from(Array.from({ length: below(60) }, () => below(256)))]) : cut;
}

/** Still the same process, without a fault of its own, and it answers over both transports. */
async function expectUnharmed({ meridian }: SiteServer, seed: number): Promise<void> {
  for (const transport of ['udp', 'tcp'] as const) {
    const { addresses } = await meridian.query('static.example.com', { transport });
    expect(addresses, `seed ${seed}`).toEqual(['192.0.2.80']);
  }
  const { body } = await meridian.api<StatusView>('GET', '/v1/status');
  expect(body.last_error, `seed ${seed}`).toBeNull();
  expect(await metric(server, 'meridian_dns_faults_total'), `seed ${seed}`).toBe(0);
  expect(meridian.log().filter(({ level }) => level > 30)).toEqual([]);
}

async function metric({ meridian }: SiteServer, name: string): Promise<number> {
  const text = await (await fetch(`${meridian.apiUrl}/metrics`)).text();
  const values = text.split('\n').filter(line => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test(`${PACKETS} packets of nonsense over UDP`, async () => {
  const seed = Date.now() % 2 ** 32;
  const random = seededRandom(seed);
  const { meridian } = server;
  for (let sent = 0; sent < PACKETS; sent += BURST) {
    const socket = createSocket('udp4');
    const send = (octets: Uint8Array) => new Promise(resolve => socket.send(octets, meridian.dns.port, meridian.dns.address, resolve));
    for (let i = 0; i < BURST; i++) await send(nonsense(random));
    // A question that is answered: the packets before it have then been read, and none was lost on the way.
    const last = question('last.example.com');
    const answered = on(socket, 'message', { signal: AbortSignal.timeout(5000) });
    await send(last);
    for await (const [octets] of answered) if (octets[0] === last[0] && octets[1] === last[1] && octets.includes('last')) break;
    socket.close();
  }
  await expectUnharmed(server, seed);
  expect(await metric(server, 'meridian_dns_queries_total')).toBeGreaterThan(PACKETS);
  expect(await metric(server, 'meridian_dns_dropped_total')).toBeGreaterThan(PACKETS / 4);
});

test(`${CONNECTIONS} connections of nonsense over TCP`, async () => {
  const seed = Date.now() % 2 ** 32;
  const random = seededRandom(seed);
  const { meridian } = server;
  for (let i = 0; i < CONNECTIONS; i++) {
    const socket = await connectTo({ ...meridian.dns, transport: 'tcp' });
    const ended = closed(socket);
    socket.resume();
    const messages = Array.from({ length: 5 }, () => nonsense(random));
    // With their lengths in front, or as a stream in which every length is a lie.
    socket.end(Buffer.concat(i % 2 === 0 ? messages.map(framed) : messages));
    await ended;
  }
  await expectUnharmed(server, seed);
  expect(await metric(server, 'meridian_dns_tcp_connections_total')).toBeGreaterThan(CONNECTIONS);
});

test('the API lives through what is no HTTP', async () => {
  const seed = Date.now() % 2 ** 32;
  const random = seededRandom(seed);
  const url = new URL(server.meridian.apiUrl);
  for (let i = 0; i < 50; i++) {
    const socket = await connectTo({ transport: 'tcp', address: url.hostname, port: Number(url.port) });
    const ended = closed(socket);
    socket.resume().end(nonsense(random));
    await ended;
  }
  await expectUnharmed(server, seed);
});
