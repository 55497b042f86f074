import { expect, test } from 'vitest';
import { askersView, drainList, exposureView } from '../../src/api/contract.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { SERVED_MS, sampleDrain } from '../support/sample-drain.ts';
import { MemoryExposure } from './memory-exposure.ts';
import { serveApi } from './serving.ts';

async function serveExposure() {
  const clock = fakeClock();
  const exposure = new MemoryExposure(clock);
  return { exposure, ...(await serveApi(undefined, { exposure, clock })) };
}

test('GET /v1/exposure tells of each endpoint what caches may hold, and when it runs out', async () => {
  const { call, exposure, as } = await serveExposure();
  exposure.answers.give('203.0.113.10', 10, 60);
  exposure.answers.give('203.0.113.10', 60, 30);
  exposure.answers.give('2001:db8::20', 60, 10);
  const { status, json } = await call('GET', '/v1/exposure', undefined, as('viewer'));
  expect(status).toBe(200);
  const view = exposureView.parse(json);
  expect(view).toMatchObject({ now: '2026-01-01T00:00:00.000Z', counted_since: '2026-01-01T00:00:00.000Z', answers: 100 });
  expect(view.endpoints.map(({ pool, endpoint, answers }) => [pool, endpoint, answers])).toEqual([
    ['web-hangzhou', 'a', 90],
    ['web-hangzhou', 'b', 0],
    ['web-beijing', 'a', 10],
    ['sorry-page', 'a', 0],
  ]);
  expect(view.endpoints[0]).toEqual({
    zone: 'example.com',
    pool: 'web-hangzhou',
    endpoint: 'a',
    state: 'up',
    addresses: ['203.0.113.10'],
    shared_with: [],
    answers: 90,
    run_out: {
      half: '2026-01-01T00:00:10.000Z',
      ninety: '2026-01-01T00:01:00.000Z',
      ninety_nine: '2026-01-01T00:01:00.000Z',
      last: '2026-01-01T00:01:00.000Z',
    },
    of_zone: 0.9,
    of_all: 0.9,
    total: 90,
  });
  expect(view.endpoints[1]).toMatchObject({ answers: 0, run_out: null, of_zone: 0 });
});

test('one endpoint is told with its part in each record', async () => {
  const { call, exposure } = await serveExposure();
  exposure.answers.give('203.0.113.10', 10, 3);
  exposure.answers.give('203.0.113.99', 10, 1);
  const { json } = await call('GET', '/v1/exposure?endpoint=EXAMPLE.com./web-hangzhou/a');
  expect(exposureView.parse(json).endpoints).toMatchObject([
    {
      endpoint: 'a',
      records: [
        { name: 'www.example.com', part: 1 },
        { name: 'api.example.com', part: 1 },
        { name: 'app.example.com', part: 0.75 },
      ],
    },
  ]);
});

test.each([
  ['zone=example.net', 404, 'no zone "example.net"'],
  ['zone=example.com&pool=example.com/web-hangzhou', 400, 'expected only one of zone, pool and endpoint, found zone and pool'],
  ['pool=web-hangzhou', 400, 'expected ZONE/POOL, found "web-hangzhou"'],
  ['pool=example.com/web-hangzhou/a', 400, 'expected ZONE/POOL, found'],
  ['endpoint=example.com/web-hangzhou', 400, 'expected ZONE/POOL/ENDPOINT, found'],
  ['endpoint=example.com/web-hangzou/a', 404, 'did you mean web-hangzhou?'],
  ['endpoint=example.com/web-hangzhou/z', 404, 'no endpoint "z"'],
  ['pool=example.org/web', 404, 'zone example.org is purely static'],
  ['site=hangzhou', 400, 'unknown key'],
])('%s is refused', async (query, status, why) => {
  const { call } = await serveExposure();
  for (const path of ['/v1/exposure', '/v1/drains']) {
    const answer = await call('GET', `${path}?${query}`);
    expect(answer.status).toBe(status);
    expect((answer.json as { detail: string }).detail).toContain(why);
  }
});

test('GET /v1/drains tells of those that go on and those that ended', async () => {
  const { call, exposure } = await serveExposure();
  exposure.drains = [
    sampleDrain({ id: 2 }),
    sampleDrain({ id: 1, endpoint: 'example.com./web-beijing/a', left: undefined, end: { kind: 'interrupted', atMs: SERVED_MS + 1000 } }),
  ];
  const list = drainList.parse((await call('GET', '/v1/drains')).json);
  expect(list.drains[0]).toEqual({
    id: 2,
    zone: 'example.com',
    pool: 'web-hangzhou',
    endpoint: 'a',
    addresses: ['203.0.113.10'],
    cause: 'drain',
    reason: 'admin: moving racks',
    decided: '2025-12-31T23:59:59.980Z',
    served: '2026-01-01T00:00:00.000Z',
    answers: 100,
    run_out: {
      half: '2026-01-01T00:00:10.000Z',
      ninety: '2026-01-01T00:00:30.000Z',
      ninety_nine: '2026-01-01T00:00:50.000Z',
      last: '2026-01-01T00:01:00.000Z',
    },
    left: 50,
    given_since: 0,
    state: 'running',
    ended: null,
  });
  expect(list.drains[1]).toMatchObject({ id: 1, left: null, state: 'interrupted', ended: '2026-01-01T00:00:01.000Z' });
  const beijing = drainList.parse((await call('GET', '/v1/drains?pool=example.com/web-beijing')).json);
  expect(beijing.drains.map(({ id }) => id)).toEqual([1]);
});

test('GET /v1/exposure/resolvers tells who asks at the wrong time, as many as are asked for', async () => {
  const { call, exposure } = await serveExposure();
  const prefix = {
    prefix: '192.0.2.0/24',
    questions: 1,
    answers: 12,
    early: 0,
    afterwards: 11,
    meanLateSeconds: 55.04,
    leastLateSeconds: 53,
    overstays: true,
  };
  exposure.report = { oneIn: 16, prefixes: 3, unseen: 1, later: [prefix], early: [] };
  expect(askersView.parse((await call('GET', '/v1/exposure/resolvers?limit=5')).json)).toEqual({
    one_in: 16,
    prefixes: 3,
    unseen: 1,
    later: [
      {
        prefix: '192.0.2.0/24',
        questions: 1,
        answers: 12,
        early: 0,
        afterwards: 11,
        mean_late_seconds: 55,
        least_late_seconds: 53,
        overstays: true,
      },
    ],
    early: [],
  });
  await call('GET', '/v1/exposure/resolvers');
  expect(exposure.limits).toEqual([5, 20]);
  for (const limit of ['0', '1001', 'x']) expect((await call('GET', `/v1/exposure/resolvers?limit=${limit}`)).status).toBe(400);
});

test('figures of exposure are among the metrics, and the calls in the OpenAPI document', async () => {
  const { call, exposure } = await serveExposure();
  exposure.metricList = [
    { name: 'meridian_drains_running', type: 'gauge', help: 'Drains that go on.', samples: [{ labels: {}, value: 3 }] },
  ];
  expect((await call('GET', '/metrics')).text).toContain('\nmeridian_drains_running 3\n');
  const { paths } = (await call('GET', '/v1/openapi.json')).json as { paths: object };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/v1/exposure', '/v1/exposure/resolvers', '/v1/drains']));
});
