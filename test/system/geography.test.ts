import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExplanationView } from '../../src/api/contract.ts';
import type { QuestionSettings } from '../support/dns-query.ts';
import { SITE_ENDPOINTS, untilMeasured } from '../support/known-states.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const POOLS = `  asia: { site: singapore, endpoints: { a: 192.0.2.30, b: "2001:db8::30" } }
  europe: { site: frankfurt, endpoints: { a: 192.0.2.40 } }
  america: { site: virginia, endpoints: { a: 192.0.2.50 } }`;
const SITES = `  singapore: { country: SG, coordinates: [1.35, 103.82] }
  frankfurt: { country: DE, coordinates: [50.11, 8.68] }
  virginia: { country: US, coordinates: [38.95, -77.45] }`;
const RECORDS = `  app:
    ttl: 5s
    steer:
      geo:
        "country:CN": { failover: [hangzhou, beijing] }
        "continent:AS": asia
        default: { nearest: [europe, america] }
  near: { ttl: 5s, steer: { nearest: [europe, america, asia] } }
  even: { ttl: 5s, steer: { weighted: { europe: 1, america: 1 } } }`;

const CHINA = '114.114.114.0/24';
const USA = '8.8.8.0/24';
const JAPAN = '202.12.27.0/24';
const NETHERLANDS = '193.0.0.0/24';
/** For documentation (RFC 5737, RFC 3849): nowhere. */
const NOWHERE = '203.0.113.0/24';
const NOWHERE_6 = '2001:db8:5::/48';

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, pools: POOLS, sites: SITES, flags: ['--dns', '[::1]:0'] });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

const ask = (name: string, settings: QuestionSettings = {}) => server.meridian.query(`${name}.example.com`, settings);

describe('the client subnet decides', () => {
  test.each([
    ['China', CHINA, /^127\.0\.0\.1[01]$/],
    ['another country of Asia', JAPAN, /^192\.0\.2\.30$/],
    ['the United States', USA, /^192\.0\.2\.50$/],
    ['the Netherlands', NETHERLANDS, /^192\.0\.2\.40$/],
    ['nowhere: the first of the nearest', NOWHERE, /^192\.0\.2\.40$/],
    ['nowhere, IPv6', NOWHERE_6, /^192\.0\.2\.40$/],
    ['China, IPv6', '240e::/32', /^127\.0\.0\.1[01]$/],
  ])('%s', async (_, client, expected) => {
    for (const transport of ['udp', 'tcp'] as const) {
      const { addresses } = await ask('app', { client, transport });
      expect(addresses).toEqual([expect.stringMatching(expected)]);
    }
  });

  test('each type of address goes the same way', async () => {
    const { packet } = await ask('app', { client: JAPAN, type: 'AAAA' });
    expect(packet.answers.map(({ address }) => address)).toEqual(['2001:db8::30']);
    expect((await ask('app', { client: CHINA, type: 'AAAA' })).packet.answers).toEqual([]);
  });

  test('nearest by distance', async () => {
    expect((await ask('near', { client: CHINA })).addresses).toEqual(['192.0.2.30']);
    expect((await ask('near', { client: USA })).addresses).toEqual(['192.0.2.50']);
    expect((await ask('near', { client: NETHERLANDS })).addresses).toEqual(['192.0.2.40']);
  });
});

describe('the option that comes back (RFC 7871)', () => {
  test('has a scope where the client decided, narrow enough for its neighbours to share the answer', async () => {
    for (const client of [CHINA, USA, JAPAN, NETHERLANDS]) {
      const { subnet } = await ask('app', { client });
      expect(subnet?.source).toBe(24);
      expect(subnet?.scope).toBeGreaterThan(0);
      expect(subnet?.scope).toBeLessThanOrEqual(24);
    }
  });

  test('is true: two clients inside of one scope get one answer', async () => {
    const first = await ask('app', { client: '8.8.8.8/32' });
    const second = await ask('app', { client: '8.8.8.9/32' });
    expect(first.subnet?.scope).toBeLessThan(32);
    expect(second).toMatchObject({ addresses: first.addresses, subnet: { source: 32, scope: first.subnet?.scope } });
  });

  test.each(['even', 'static', 'no-such-name'])('has scope 0 where the client decides nothing: %s', async name => {
    expect((await ask(name, { client: CHINA })).subnet).toEqual({ source: 24, scope: 0 });
  });

  test('is not there when it was not asked for', async () => {
    expect((await ask('app')).subnet).toBeUndefined();
  });
});

test("without the option the resolver's own address decides: a loopback address is nowhere", async () => {
  const own = await ask('app');
  const nowhere = await ask('app', { client: NOWHERE });
  expect(own.addresses).toEqual(nowhere.addresses);
  const { body } = await server.meridian.api<ExplanationView>('GET', '/v1/explain?name=app.example.com&client=127.0.0.1');
  expect(body.shares.flatMap(({ addresses }) => addresses)).toEqual(own.addresses);
});

test('a prefix of no bits asks to be treated as the resolver', async () => {
  expect(await ask('app', { client: '0.0.0.0/0' })).toMatchObject({ addresses: ['192.0.2.40'], subnet: { source: 0, scope: 0 } });
});

test('explain tells the place of the client, the branch and the scope that the wire shows', async () => {
  const { subnet } = await ask('app', { client: CHINA });
  const { body } = await server.meridian.api<ExplanationView>('GET', `/v1/explain?name=app.example.com&client=${CHINA}`);
  expect(body).toMatchObject({ location: { country: 'CN', continent: 'AS' }, scope: subnet?.scope });
  expect(body.steps[0]).toMatchObject({ node: 'geo', outcome: 'taken', reason: expect.stringContaining('country:CN') });
});

test('inside of a branch a site that fails is left for its standby, and a branch that fails for the next', async () => {
  const { meridian, sites } = server;
  const from = meridian.log().length;
  const follow = (fits: (address: string) => boolean) =>
    pollAnswers({
      ask: () => ask('app', { client: CHINA }),
      fits: ({ addresses }) => addresses.every(fits),
      sinceMs: performance.now(),
    });
  await sites.close('hangzhou');
  await follow(address => address === '127.0.0.20');
  await sites.close('beijing');
  await follow(address => address === '192.0.2.30');
  const mended = meridian.log().length;
  await sites.open('hangzhou');
  await sites.open('beijing');
  await untilMeasured(meridian, 'down', SITE_ENDPOINTS, from);
  await untilMeasured(meridian, 'up', SITE_ENDPOINTS, mended);
  await follow(address => address.startsWith('127.0.0.1'));
});
