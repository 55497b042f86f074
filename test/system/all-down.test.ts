import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DnsAnswer } from '../support/dns-query.ts';
import { SITE_ENDPOINTS, untilMeasured } from '../support/known-states.ts';
import { releaseOverrides } from '../support/release-overrides.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const STEER = 'ttl: 5s, steer: { failover: [hangzhou, beijing] }';
const RECORDS = `  all: { ${STEER} }
  none: { ${STEER}, when_all_down: nodata }
  failing: { ${STEER}, when_all_down: servfail }
  sorry: { ${STEER}, when_all_down: { pool: sorry } }`;
const POOLS = '  sorry: { site: beijing, endpoints: { a: 192.0.2.99 } }';
const ZONE = '/v1/zones/example.com';
const SERVFAIL = 2;

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, pools: POOLS });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

async function answers(): Promise<Readonly<Record<string, DnsAnswer>>> {
  const names = ['all', 'none', 'failing', 'sorry'];
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, await server.meridian.query(`${name}.example.com`)] as const)),
  );
}

async function override(path: string, state: string): Promise<void> {
  const { status } = await server.meridian.api('PUT', `${ZONE}/${path}/override`, { state, reason: 'test' });
  expect(status).toBe(200);
}

const HANGZHOU = /^127\.0\.0\.1[01]$/;

afterEach(() => releaseOverrides(server.meridian));
beforeEach(async () => {
  const { all, none, failing, sorry } = await answers();
  for (const answer of [all, none, failing, sorry]) expect(answer?.addresses).toEqual([expect.stringMatching(HANGZHOU)]);
});

test('drained endpoints that work are the last resort before what is down', async () => {
  await override('sites/hangzhou', 'drain');
  await override('sites/beijing', 'down');
  for (const answer of Object.values(await answers())) expect(answer.addresses).toEqual([expect.stringMatching(HANGZHOU)]);
});

test('everything forced down is answered as each record set says', async () => {
  await override('sites/hangzhou', 'down');
  await override('pools/beijing', 'down');
  await expectAllDown();
});

test('everything measured down is answered as each record set says, and as before when it is mended', async () => {
  const { meridian, sites } = server;
  const from = meridian.log().length;
  await sites.close('hangzhou');
  await sites.close('beijing');
  await untilMeasured(meridian, 'down', SITE_ENDPOINTS, from);
  await expectAllDown();
  const mended = meridian.log().length;
  await sites.open('hangzhou');
  await sites.open('beijing');
  await untilMeasured(meridian, 'up', SITE_ENDPOINTS, mended);
  await untilServed();
  expect((await answers()).failing).toMatchObject({ rcode: 0, addresses: [expect.stringMatching(HANGZHOU)] });
});

/** The log speaks before the answers are out; the API's answer to a change that comes behind it does not. */
async function untilServed(): Promise<void> {
  await override('pools/sorry', 'up');
}

async function expectAllDown(): Promise<void> {
  await untilServed();
  const { all, none, failing, sorry } = await answers();
  expect(all).toMatchObject({ rcode: 0, addresses: [expect.stringMatching(HANGZHOU)] });
  expect(none).toMatchObject({ rcode: 0, addresses: [] });
  expect(none?.packet.authorities.map(({ type }) => type)).toEqual([6]);
  expect(failing).toMatchObject({ rcode: SERVFAIL, addresses: [] });
  expect(failing?.packet.authorities).toEqual([]);
  expect(sorry).toMatchObject({ rcode: 0, addresses: ['192.0.2.99'] });
}
