import { expect, test } from 'vitest';
import { poolAnswer, poolList, recordList, recordView, siteList, zoneAnswer, zoneList } from '../../src/api/contract.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import { serveApi } from './serving.ts';

test('zones show their records, pools and sites, declared and in effect', async () => {
  const { call, operations } = await serveApi();
  operations.measured.set('example.com./web-hangzhou/a', {
    verdict: 'down',
    reason: 'embedded: status 503 (2 of 2)',
    sinceMs: Date.UTC(2026, 0, 1),
    wavering: true,
    outlook: NEVER_TURNS,
  });
  operations.measured.set('example.com./web-hangzhou/b', {
    verdict: 'down',
    reason: 'embedded: timeout after 2s',
    sinceMs: 0,
    wavering: false,
    outlook: NEVER_TURNS,
  });
  const { zones, generation } = zoneList.strict().parse((await call('GET', '/v1/zones')).json);
  expect(generation).toBe(1);
  expect(zones.map(({ name, serial, static_record_sets }) => [name, serial, static_record_sets])).toEqual([
    ['example.com', 2026010101, 3],
    ['example.org', null, 0],
  ]);
  const [zone] = zones;
  expect(zone?.records.map(({ name, owner, declared, effective }) => ({ name, owner, ...declared, ...effective }))).toEqual([
    {
      name: 'www',
      owner: 'www.example.com',
      ttl: { min_seconds: 5, max_seconds: 60 },
      steer: { failover: ['web-hangzhou', 'web-beijing'] },
      when_all_down: 'serve_all',
      pools: [
        { name: 'web-hangzhou', state: 'down' },
        { name: 'web-beijing', state: 'up' },
      ],
    },
    expect.objectContaining({
      steer: {
        weighted: [
          { to: 'web-hangzhou', weight: 40 },
          { to: 'web-beijing', weight: 60 },
        ],
      },
    }),
    expect.objectContaining({
      steer: {
        geo: {
          'country:CN': { failover: ['web-hangzhou', 'web-beijing'] },
          'asn:64500': 'web-beijing',
          default: { nearest: { of: ['web-hangzhou', 'web-beijing'], within: '10%' } },
        },
      },
      when_all_down: { pool: 'sorry-page' },
      pools: [
        { name: 'web-hangzhou', state: 'down' },
        { name: 'web-beijing', state: 'up' },
        { name: 'sorry-page', state: 'up' },
      ],
    }),
  ]);
  expect(zone?.pools[0]).toMatchObject({
    declared: { site: 'hangzhou', monitors: ['web'], require: 'all', select: 'weighted', answers: 1, min_up: 1 },
    measured: { state: 'down', endpoints: { up: 0, down: 2, drain: 0, unknown: 0 } },
    endpoints: [
      {
        name: 'a',
        address: '203.0.113.10',
        measured: { verdict: 'down', reason: 'embedded: status 503 (2 of 2)', since: '2026-01-01T00:00:00.000Z', wavering: true },
      },
      { name: 'b', measured: { since: '1970-01-01T00:00:00.000Z' } },
    ],
  });
});

test('one zone, its records, pools and sites, each by itself', async () => {
  const { call } = await serveApi();
  const zone = zoneAnswer.strict().parse((await call('GET', '/v1/zones/example.com')).json);
  expect(recordList.parse((await call('GET', '/v1/zones/example.com/records')).json).records).toEqual(zone.records);
  expect(poolList.parse((await call('GET', '/v1/zones/example.com/pools')).json).pools).toEqual(zone.pools);
  expect(siteList.parse((await call('GET', '/v1/zones/example.com/sites')).json).sites).toEqual(zone.sites);
  expect(poolAnswer.parse((await call('GET', '/v1/zones/example.com/pools/web-beijing')).json)).toEqual({
    generation: 1,
    ...zone.pools[1],
  });
  expect((await call('GET', '/v1/zones/example.com/pools/web-beijing/endpoints/a')).json).toEqual({
    generation: 1,
    ...zone.pools[1]?.endpoints[0],
    monitors: [],
  });
  expect((await call('GET', '/v1/zones/example.com/sites/hangzhou')).json).toEqual({ generation: 1, ...zone.sites[0] });
  expect(zone.sites[0]?.declared).toEqual({
    region: 'cn-hangzhou',
    zone: 'cn-hangzhou-h',
    country: 'CN',
    coordinates: [30.27, 120.15],
    pools: ['web-hangzhou'],
  });
  expect(zoneAnswer.parse((await call('GET', '/v1/zones/example.org')).json)).toMatchObject({ records: [], pools: [], sites: [] });
});

test.each(['www', 'WWW', 'www.example.com', 'www.example.com.'])('the steered record %s comes with its pools', async name => {
  const { call } = await serveApi();
  const view = recordView.strict().parse((await call('GET', `/v1/zones/example.com/records/${name}`)).json);
  expect(view).toMatchObject({ zone: 'example.com', owner: 'www.example.com', static: [], steered: { name: 'www' } });
  expect(view.pools.map(pool => pool.name)).toEqual(['web-hangzhou', 'web-beijing']);
});

test('static records are shown as master files write them, or as RFC 3597 does', async () => {
  const { call } = await serveApi();
  expect(recordView.parse((await call('GET', '/v1/zones/example.com/records/static')).json)).toMatchObject({
    static: [
      { type: 'A', ttl: 300, records: ['192.0.2.1'] },
      { type: 'TXT', ttl: 300, records: ['"hi"'] },
    ],
    steered: null,
    pools: [],
  });
  expect(recordView.parse((await call('GET', '/v1/zones/example.com/records/@')).json).static).toEqual([
    { type: 'NS', ttl: 3600, records: ['ns.'] },
  ]);
});

test.each([
  [['up', 'up'], 'up'],
  [['up', 'down'], 'up'],
  [['unknown', 'down'], 'unknown'],
  [['down', 'down'], 'down'],
] as const)('a pool whose endpoints are %j counts as %s', async ([a, b], state) => {
  const { call, operations } = await serveApi();
  operations.measured.set('example.com./web-hangzhou/a', { verdict: a, reason: '', sinceMs: 0, wavering: false, outlook: NEVER_TURNS });
  operations.measured.set('example.com./web-hangzhou/b', { verdict: b, reason: '', sinceMs: 0, wavering: false, outlook: NEVER_TURNS });
  expect(poolAnswer.parse((await call('GET', '/v1/zones/example.com/pools/web-hangzhou')).json)).toMatchObject({
    measured: { state },
    effective: { state },
  });
});
