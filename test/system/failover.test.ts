import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { untilServed } from '../support/known-states.ts';
import type { LocalSites } from '../support/local-sites.ts';
import type { LogLine, Meridian } from '../support/meridian.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';
import { FALL, INTERVAL_MS, RISE, SITE_ADDRESSES } from '../support/site-zone.ts';

const TTL = { min: 1, max: 30 };
const RECORDS = `  www: { ttl: { min: ${TTL.min}s, max: ${TTL.max}s }, steer: { failover: [hangzhou, beijing] } }`;
const HANGZHOU: readonly string[] = SITE_ADDRESSES.hangzhou;
const BEIJING: readonly string[] = SITE_ADDRESSES.beijing;

const KILLS = [
  {
    how: 'its sockets closed',
    reason: /connect refused/,
    kill: (sites: LocalSites) => sites.close('hangzhou'),
    mend: (sites: LocalSites) => sites.open('hangzhou'),
  },
  {
    how: 'answering with status 503',
    reason: /status 503/,
    kill: (sites: LocalSites) => sites.break('hangzhou', '503'),
    mend: (sites: LocalSites) => sites.mend('hangzhou'),
  },
  {
    how: 'resetting every connection',
    reason: /connection reset/,
    kill: (sites: LocalSites) => sites.break('hangzhou', 'reset'),
    mend: (sites: LocalSites) => sites.mend('hangzhou'),
  },
  {
    how: 'accepting and never answering',
    reason: /timeout after 300ms/,
    kill: (sites: LocalSites) => sites.break('hangzhou', 'hang'),
    mend: (sites: LocalSites) => sites.mend('hangzhou'),
  },
];

function poll(meridian: Meridian, addresses: readonly string[], sinceMs: number) {
  return pollAnswers({
    ask: () => meridian.query('www.example.com'),
    fits: answer => answer.addresses.every(address => addresses.includes(address)),
    sinceMs,
  });
}

const isDown = ({ msg }: LogLine): boolean => /^example\.com\/hangzhou\/[ab] is down/.test(msg);

async function expectFailover(meridian: Meridian, kill: () => Promise<void>, reason: RegExp): Promise<void> {
  // What one worker answers already, another may not yet.
  await untilServed(meridian);
  const killedMs = performance.now();
  const from = meridian.log().length;
  await kill();
  const moved = await poll(meridian, BEIJING, killedMs);
  expect(moved.afterMs).toBeLessThan(INTERVAL_MS * FALL + 1000);
  expect(moved.before.length).toBeGreaterThan(0);
  expect([...moved.before, moved.answer].filter(({ rcode, addresses }) => rcode !== 0 || addresses.length !== 1)).toEqual([]);
  expect([...moved.before, moved.answer].filter(({ ttl = 0 }) => ttl < TTL.min || ttl > TTL.max)).toEqual([]);
  const { msg } = await meridian.logLine(isDown, from);
  expect(msg).toMatch(reason);
  expect(msg).toContain(`(${FALL} of ${FALL})`);
}

async function expectReturn(meridian: Meridian, mend: () => Promise<void>): Promise<void> {
  const mendedMs = performance.now();
  const from = meridian.log().length;
  await mend();
  const moved = await poll(meridian, HANGZHOU, mendedMs);
  expect(moved.afterMs).toBeLessThan(INTERVAL_MS * RISE + 1000);
  const { msg } = await meridian.logLine(({ msg }) => /^example\.com\/hangzhou\/[ab] is up/.test(msg), from);
  expect(msg).toContain(`(${RISE} of ${RISE})`);
}

describe('a site that is probed over HTTP', () => {
  let server: SiteServer;
  beforeAll(async () => {
    server = await startSiteServer({ records: RECORDS });
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  // Each time that a site turns down within an hour it takes longer to be up again: an operator who knows the reason resets that.
  beforeEach(async () => {
    expect((await server.meridian.api('POST', '/v1/zones/example.com/pools/hangzhou/recover')).status).toBe(200);
  });

  test.each(KILLS)('$how: the answers move within interval × fall + 1 s, and back after rise', async ({ kill, mend, reason }) => {
    const { meridian, sites } = server;
    const first = await meridian.query('www.example.com');
    expect(HANGZHOU).toContain(first.addresses[0]);
    await expectFailover(meridian, () => kill(sites), reason);
    await expectReturn(meridian, () => mend(sites));
    await poll(meridian, HANGZHOU, performance.now());
  });
});

test('a site that is probed over TCP: the answers move when it is closed, and back', async () => {
  await using server = await startSiteServer({ records: RECORDS, monitor: 'type: tcp' });
  const { meridian, sites } = server;
  await expectFailover(meridian, () => sites.close('hangzhou'), /connect refused/);
  await expectReturn(meridian, () => sites.open('hangzhou'));
});
