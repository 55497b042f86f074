import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { EndpointAnswer, ZoneView } from '../../src/api/contract.ts';
import { untilMeasured, untilStored } from '../support/known-states.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = `  www: { ttl: 5s, steer: { failover: [hangzhou, beijing] } }
  api: { ttl: 5s, steer: { weighted: { hangzhou: 1, beijing: 1 } } }`;
const POOLS = '/v1/zones/example.com/pools';
const [A, B, BEIJING] = ['127.0.0.10', '127.0.0.11', '127.0.0.20'];

/** Ends Meridian without a chance to say goodbye, and starts it again; `yaml` is what the zone says then. */
async function afterKill({ meridian, directory }: SiteServer, yaml?: string): Promise<Meridian> {
  expect(await meridian.end('SIGKILL')).toBe('SIGKILL');
  if (yaml !== undefined) await directory.write({ 'example.com.yaml': yaml });
  return startMeridian(directory);
}

async function addressesOf(meridian: Meridian, name: string): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (let i = 0; i < 64; i++) for (const address of (await meridian.query(name)).addresses) seen.add(address);
  return seen;
}

const endpoint = (meridian: Meridian, path: string) => meridian.api<EndpointAnswer>('GET', `${POOLS}/${path}`).then(({ body }) => body);

test('kill -9: the first answers go by the last verdicts, whatever has become of the sites', async () => {
  await using server = await startSiteServer({ records: RECORDS, flags: ['--log-level', 'trace'] });
  const { meridian, sites, yaml } = server;
  await sites.close('beijing');
  await untilMeasured(meridian, 'down', ['beijing/a']);
  await untilStored(meridian, 'beijing/a');
  const before = await endpoint(meridian, 'beijing/endpoints/a');
  // Now the one that was down works and the others do not; it takes `rise` and `fall` probes, an hour apart, to find that out.
  await sites.open('beijing');
  await meridian.end('SIGKILL');
  await sites.close('hangzhou');
  await using restarted = await afterKill(server, yaml({}).replace('interval: 500ms', 'interval: 1h'));
  expect([...(await addressesOf(restarted, 'api.example.com'))].sort()).toEqual([A, B]);
  const after = await endpoint(restarted, 'beijing/endpoints/a');
  expect(after.measured).toMatchObject({ verdict: 'down', since: before.measured.since });
  expect((await endpoint(restarted, 'hangzhou/endpoints/a')).measured.verdict).toBe('up');
});

test('kill -9: weights, overrides and drains stay, with author, reason and expiry', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian } = server;
  const weight = await meridian.api('PATCH', `${POOLS}/hangzhou/endpoints/a`, { weight: 0, reason: 'canary over', expires: '2h' });
  const drain = await meridian.api('PUT', `${POOLS}/beijing/override`, { state: 'drain', reason: 'moving racks' });
  const site = await meridian.api('PUT', '/v1/zones/example.com/sites/beijing/override', { state: 'down', reason: 'no power' });
  expect([weight.status, drain.status, site.status]).toEqual([200, 200, 200]);
  const before = await intentsOf(meridian);
  expect(before).toHaveLength(3);
  await using restarted = await afterKill(server);
  expect([...(await addressesOf(restarted, 'api.example.com'))]).toEqual([B]);
  expect(await intentsOf(restarted)).toEqual(before);
  const released = await restarted.api('DELETE', `${POOLS}/hangzhou/endpoints/a/weight`);
  expect(released.status).toBe(200);
  expect([...(await addressesOf(restarted, 'api.example.com'))].sort()).toEqual([A, B]);
});

/** Every intent that the zone shows, with all that is known of it. */
async function intentsOf(meridian: Meridian): Promise<readonly unknown[]> {
  const { pools, sites } = (await meridian.api<ZoneView>('GET', '/v1/zones/example.com')).body;
  const shown = [...sites, ...pools, ...pools.flatMap(({ endpoints }) => endpoints)];
  return shown.flatMap(({ name, intent }) => Object.values(intent).flatMap(value => (value === null ? [] : [{ name, ...value }])));
}

test('an intent whose time ends while Meridian is stopped is over at the next start', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian } = server;
  const expiresMs = Date.now() + 2000;
  const change = { state: 'down', reason: 'short work', expires: new Date(expiresMs).toISOString() };
  await meridian.api('PUT', `${POOLS}/hangzhou/override`, change);
  expect((await meridian.query('www.example.com')).addresses).toEqual([BEIJING]);
  await meridian.end('SIGKILL');
  while (Date.now() <= expiresMs) await pause(expiresMs - Date.now() + 1);
  await using restarted = await afterKill(server);
  expect((await restarted.query('www.example.com')).addresses).not.toEqual([BEIJING]);
  expect((await restarted.api('GET', `${POOLS}/hangzhou`)).body).toMatchObject({ intent: { override: null } });
});

test('an intent whose time ends while Meridian runs ends by itself', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian } = server;
  const sinceMs = performance.now();
  await meridian.api('PUT', `${POOLS}/hangzhou/override`, { state: 'down', reason: 'short work', expires: '1500ms' });
  const moved = await pollAnswers({
    ask: () => meridian.query('www.example.com'),
    fits: ({ addresses }) => !addresses.includes(BEIJING),
    sinceMs,
  });
  expect(moved.before.length).toBeGreaterThan(0);
  expect(moved.afterMs).toBeGreaterThanOrEqual(1500);
  await meridian.logLine(({ msg }) => /hangzhou.*override of .* expired/.test(msg));
  expect((await meridian.api('GET', `${POOLS}/hangzhou`)).body).toMatchObject({ intent: { override: null } });
});
