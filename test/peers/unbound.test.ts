import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVERY_KIND_MASTER, EVERY_KIND_YAML } from '../support/every-kind-zone.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { startSiteServer } from '../support/site-server.ts';
import { FALL, INTERVAL_MS, RISE } from '../support/site-zone.ts';
import { startUnbound, type Unbound } from '../support/unbound.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const TTL_SECONDS = 5;
const NXDOMAIN = 3;
const isHangzhou = (address: string): boolean => address === '127.0.0.10' || address === '127.0.0.11';
const isBeijing = (address: string): boolean => address === '127.0.0.20';

type Fits = (address: string) => boolean;

/** Asks until the answer fits; `since` is when the clock began to run. */
function follow({ query }: Pick<Unbound | Meridian, 'query'>, fits: Fits, sinceMs = performance.now()) {
  return pollAnswers({
    ask: () => query('www.example.com'),
    fits: ({ addresses }) => addresses.length === 1 && addresses.every(fits),
    sinceMs,
  });
}

test('a failover through unbound: the old answer until its TTL is over, then the new one; and back', async () => {
  const records = `  www: { ttl: ${TTL_SECONDS}s, steer: { failover: [hangzhou, beijing] } }`;
  await using server = await startSiteServer({ records });
  const { meridian, sites, directory } = server;
  await using unbound = await startUnbound({ folder: directory.folder, server: meridian.dns });
  await pollAnswers({
    ask: () => meridian.query('www.example.com'),
    fits: ({ ttl }) => ttl === TTL_SECONDS,
    sinceMs: performance.now(),
  });

  const cached = await unbound.query('www.example.com');
  expect(cached).toMatchObject({ rcode: 0, ttl: TTL_SECONDS, addresses: [expect.stringMatching(/^127\.0\.0\.1[01]$/)] });
  const killedMs = performance.now();
  await sites.close('hangzhou');
  const moved = await follow(meridian, isBeijing, killedMs);
  expect(moved.afterMs).toBeLessThan(INTERVAL_MS * FALL + 1000);
  expect((await unbound.query('www.example.com')).addresses).toEqual(cached.addresses);
  const seen = await follow(unbound, isBeijing, killedMs);
  expect(seen.afterMs).toBeLessThan(INTERVAL_MS * FALL + 1000 + TTL_SECONDS * 1000);
  expect(seen.before.map(({ ttl }) => ttl)).toContain(1);
  expect([...seen.before, seen.answer].filter(({ rcode }) => rcode !== 0)).toEqual([]);

  const mendedMs = performance.now();
  await sites.open('hangzhou');
  const back = await follow(unbound, isHangzhou, mendedMs);
  expect(back.afterMs).toBeLessThan(INTERVAL_MS * RISE + 1000 + TTL_SECONDS * 1000);
});

describe('unbound resolves every kind of answer', () => {
  let directory: ZonesDirectory;
  let meridian: Meridian;
  let unbound: Unbound;
  beforeAll(async () => {
    directory = await zonesDirectory({ 'example.com.zone': EVERY_KIND_MASTER, 'example.com.yaml': EVERY_KIND_YAML });
    meridian = await startMeridian(directory);
    unbound = await startUnbound({ folder: directory.folder, server: meridian.dns, clientSubnet: true });
  });
  afterAll(async () => {
    await unbound?.[Symbol.asyncDispose]();
    await meridian?.[Symbol.asyncDispose]();
    await directory?.[Symbol.asyncDispose]();
  });

  test.each([
    ['host.example.com', ['192.0.2.80']],
    ['alias.example.com', ['192.0.2.80']],
    ['any.wild.example.com', ['192.0.2.81']],
    ['host.old.example.com', ['192.0.2.82']],
    ['below.empty.example.com', ['192.0.2.83']],
    ['www.example.com', ['192.0.2.20']],
  ])('%s', async (name, addresses) => {
    expect(await unbound.query(name)).toMatchObject({ rcode: 0, addresses });
  });

  test('what does not fit into a packet', async () => {
    const { packet } = await unbound.query('big.example.com', { type: 'TXT', transport: 'tcp' });
    expect(packet.answers).toHaveLength(40);
  });

  test.each([
    ['nowhere.example.com', NXDOMAIN],
    ['x.empty.example.com', NXDOMAIN],
    ['nowhere.old.example.com', NXDOMAIN],
    ['empty.example.com', 0],
  ])('%s: a denial with RCODE %i, which it caches', async (name, rcode) => {
    expect(await unbound.query(name)).toMatchObject({ rcode, addresses: [] });
    const before = await queriesOf(meridian);
    expect(await unbound.query(name)).toMatchObject({ rcode, addresses: [] });
    expect(await queriesOf(meridian)).toBe(before);
  });

  test('clients inside of the scope of an answer share it from the cache; others get their own', async () => {
    const china = await unbound.query('www.example.com', { client: '114.114.114.0/24' });
    expect(china).toMatchObject({ addresses: ['192.0.2.10'], subnet: { source: 24 } });
    expect(china.subnet?.scope).toBeLessThan(24);
    const before = await queriesOf(meridian);
    expect((await unbound.query('www.example.com', { client: '114.114.115.0/24' })).addresses).toEqual(['192.0.2.10']);
    expect(await queriesOf(meridian)).toBe(before);
    expect((await unbound.query('www.example.com', { client: '8.8.8.0/24' })).addresses).toEqual(['192.0.2.20']);
    expect(await queriesOf(meridian)).toBeGreaterThan(before);
  });
});

/** How many DNS queries Meridian has had. */
async function queriesOf({ apiUrl }: Meridian): Promise<number> {
  const text = await (await fetch(`${apiUrl}/metrics`)).text();
  const values = [...text.matchAll(/^meridian_dns_queries_total\{.*\} (\d+)$/gm)];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}
