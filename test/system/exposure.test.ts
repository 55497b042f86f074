import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskersView, DrainList, DrainView, ExposureView } from '../../src/api/contract.ts';
import { question } from '../support/dns-query.ts';
import { eventually } from '../support/eventually.ts';
import { askManyTimes } from '../support/many-queries.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = `  www: { ttl: 10s, steer: { failover: [hangzhou, beijing] } }
  slow: { ttl: 1h, steer: { weighted: { hangzhou: 1, beijing: 1 } } }`;
const OVERRIDE = '/v1/zones/example.com/pools/hangzhou/override';
const ASKED = 300;

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, flags: ['--workers', '2'] });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

async function read<Body>(path: string, meridian: Meridian = server.meridian): Promise<Body> {
  const { status, body } = await meridian.api<Body>('GET', path);
  expect(status).toBe(200);
  return body;
}

const drainsOf = async (what: string, meridian?: Meridian) => (await read<DrainList>(`/v1/drains?${what}`, meridian)).drains;

function sumOf(counts: readonly { readonly answers: number }[]): number {
  return counts.reduce((sum, { answers }) => sum + answers, 0);
}

/** Waits until each of these drains is in this state. */
function untilAll(state: DrainView['state'], ids: readonly number[]): Promise<readonly DrainView[]> {
  const ask = async () => {
    const drains = (await drainsOf('zone=example.com')).filter(({ id }) => ids.includes(id));
    return drains.length === ids.length && drains.every(drain => drain.state === state) ? drains : undefined;
  };
  return eventually(ask, { withinMs: 20_000, tell: () => `drains ${ids} are not ${state}` });
}

test('every answer of every worker is exposure until its TTL has run out; a drain tells how it does', async () => {
  const { meridian } = server;
  await askManyTimes(meridian.dns, 'www.example.com', { count: ASKED, ports: 64 });
  const exposure = await read<ExposureView>('/v1/exposure?pool=example.com/hangzhou');
  expect([exposure.answers, sumOf(exposure.endpoints)]).toEqual([ASKED, ASKED]);
  for (const endpoint of exposure.endpoints) {
    expect(endpoint.records).toContainEqual({ name: 'www.example.com', part: endpoint.answers / ASKED });
    expect(Date.parse(endpoint.run_out!.last) - Date.parse(exposure.now)).toBeLessThanOrEqual(11_000);
  }
  await meridian.api('PUT', OVERRIDE, { state: 'drain', reason: 'moving racks' });
  await askManyTimes(meridian.dns, 'www.example.com', { count: 64, ports: 16 });
  const running = await drainsOf('pool=example.com/hangzhou');
  expect(sumOf(running)).toBe(ASKED);
  for (const drain of running) {
    expect(drain).toMatchObject({ cause: 'drain', reason: 'admin: moving racks', given_since: 0, state: 'running', ended: null });
    expect(Date.parse(drain.run_out!.last) - Date.parse(drain.served)).toBeLessThanOrEqual(11_000);
  }
  const ended = await untilAll(
    'drained',
    running.map(({ id }) => id),
  );
  for (const drain of ended) expect(drain).toMatchObject({ left: 0, ended: drain.run_out!.last });
  expect((await read<ExposureView>('/v1/exposure?pool=example.com/hangzhou')).endpoints).toMatchObject([{ answers: 0 }, { answers: 0 }]);
  await meridian.logLine(({ msg }) => /^example\.com\/hangzhou\/a is drained: \d+ answers have run out, half after /.test(msg));
  const { stdout } = await meridian.command('drains', 'example.com/hangzhou/a');
  expect(stdout).toMatch(/drained +admin: moving racks\n$/);
  await meridian.api('DELETE', OVERRIDE);
});

test('a failure begins a drain, and the recovery ends it', async () => {
  const { meridian, sites } = server;
  await askManyTimes(meridian.dns, 'slow.example.com', { count: 64, ports: 16 });
  await sites.close('hangzhou');
  const [down] = await eventually(
    async () => {
      const drains = (await drainsOf('endpoint=example.com/hangzhou/a')).filter(({ cause }) => cause === 'down');
      return drains.length > 0 ? drains : undefined;
    },
    { withinMs: 20_000, tell: () => 'the failure began no drain' },
  );
  expect(down!.reason).toMatch(/^embedded: .*\(2 of 2\)/);
  expect(down!.answers).toBeGreaterThan(0);
  expect(Date.parse(down!.served)).toBeGreaterThanOrEqual(Date.parse(down!.decided));
  await sites.open('hangzhou');
  const [again] = await untilAll('given-again', [down!.id]);
  expect(again!.left).toBe(down!.answers);
});

test('networks that ask again before their answers have run out are told of', async () => {
  const { meridian } = server;
  for (let i = 0; i < 256; i++) {
    for (let again = 0; again < 2; again++) await askFrom(`127.7.${i}.1`, meridian);
  }
  const { prefixes, early, later } = await read<AskersView>('/v1/exposure/resolvers?limit=1000');
  const own = early.filter(({ prefix }) => prefix.startsWith('127.7.'));
  expect(prefixes).toBeGreaterThanOrEqual(own.length);
  // One of sixteen is looked at; that none of 256 is has a chance of e^-16.
  expect(own.length).toBeGreaterThan(0);
  for (const each of own)
    expect(each).toMatchObject({ prefix: expect.stringMatching(/^127\.7\.\d+\.0\/24$/), questions: 1, answers: 2, early: 1 });
  expect(later.filter(({ prefix }) => prefix.startsWith('127.7.'))).toEqual([]);
});

test('a restart interrupts a drain, and history outlives it', async () => {
  const { meridian, directory } = server;
  await askManyTimes(meridian.dns, 'slow.example.com', { count: 64, ports: 16 });
  await meridian.api('PUT', OVERRIDE, { state: 'drain', reason: 'again' });
  const before = await drainsOf('pool=example.com/hangzhou');
  const running = before.filter(({ state }) => state === 'running');
  expect(running.length).toBeGreaterThan(0);
  await meridian.end('SIGTERM');
  await using restarted = await startMeridian(directory);
  const after = await drainsOf('pool=example.com/hangzhou', restarted);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  for (const { id, run_out } of running) {
    expect(after.find(drain => drain.id === id)).toMatchObject({ state: 'interrupted', left: null, run_out, ended: expect.any(String) });
  }
});

/** Asks once over UDP from an address of the loopback network, and waits for the answer. */
async function askFrom(address: string, { dns }: Meridian): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const answered = once(socket, 'message');
  socket.send(question('slow.example.com'), dns.port, dns.address);
  await answered;
  socket.close();
}
