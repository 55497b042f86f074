import { expect, test } from 'vitest';
import { endpointAnswer, poolAnswer, problem, siteAnswer, statusView } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

const POOL = '/v1/zones/example.com/pools/web-hangzhou';
const ENDPOINT = `${POOL}/endpoints/a`;
const SITE = '/v1/zones/example.com/sites/beijing';

test('work on an endpoint is planned from now on; verdict and effective state stay', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PUT', `${ENDPOINT}/maintenance`, { until: '2h', reason: 'new disks' });
  expect(answer.status).toBe(200);
  expect(endpointAnswer.strict().parse(answer.json)).toMatchObject({
    generation: 2,
    intent: {
      weight: null,
      override: null,
      maintenance: {
        from: '2026-01-01T00:00:00.000Z',
        author: 'admin',
        reason: 'new disks',
        created: '2026-01-01T00:00:00.000Z',
        expires: '2026-01-01T02:00:00.000Z',
      },
    },
    measured: { verdict: 'up' },
    effective: { state: 'up', override: null },
  });
  expect(operations.intents).toMatchObject([{ kind: 'maintenance', reason: 'new disks' }]);
});

test.each<[times: object, from: string, until: string]>([
  [{ from: '1h', until: '30m' }, '01:00', '01:30'],
  [{ from: '2026-01-01T03:00:00Z', until: '2h' }, '03:00', '05:00'],
  [{ from: '2026-01-01T03:00:00+02:00', until: '2026-01-01T02:00:00Z' }, '01:00', '02:00'],
  [{ from: '0s', until: '2026-01-01T00:01:00Z' }, '00:00', '00:01'],
])('%j is a window from %s to %s', async (times, from, until) => {
  const { call } = await serveApi();
  const { json } = await call('PUT', `${ENDPOINT}/maintenance`, { ...times, reason: 'racks' });
  expect(endpointAnswer.parse(json).intent.maintenance).toMatchObject({
    from: `2026-01-01T${from}:00.000Z`,
    expires: `2026-01-01T${until}:00.000Z`,
  });
});

test('a window may have begun before it was told of', async () => {
  const { call } = await serveApi();
  const { json } = await call('PUT', `${POOL}/maintenance`, { from: '2025-12-31T23:00:00Z', until: '2h', reason: 'racks' });
  expect(poolAnswer.parse(json).intent.maintenance).toMatchObject({
    from: '2025-12-31T23:00:00.000Z',
    expires: '2026-01-01T01:00:00.000Z',
  });
});

test('pools and whole sites have windows beside their overrides, each released alone', async () => {
  const { call, operations } = await serveApi();
  await call('PUT', `${SITE}/override`, { state: 'drain', reason: 'racks' });
  const site = siteAnswer.strict().parse((await call('PUT', `${SITE}/maintenance`, { until: '1d', reason: 'racks' })).json);
  expect(site.intent).toMatchObject({ override: { state: 'drain' }, maintenance: { reason: 'racks' } });
  const pool = poolAnswer.strict().parse((await call('PUT', `${POOL}/maintenance`, { until: '1d', reason: 'upgrade' })).json);
  expect(pool.intent).toMatchObject({ override: null, maintenance: { reason: 'upgrade' } });
  expect(pool.endpoints.map(({ intent }) => intent.maintenance)).toEqual([null, null]);
  const released = siteAnswer.parse((await call('DELETE', `${SITE}/maintenance`)).json);
  expect(released.intent).toMatchObject({ override: { state: 'drain' }, maintenance: null });
  expect(operations.intents.map(({ kind, target }) => [kind, target.kind])).toEqual([
    ['override', 'site'],
    ['maintenance', 'pool'],
  ]);
});

test('a new window replaces the one before, and to release what is not there is a 404', async () => {
  const { call, operations } = await serveApi();
  await call('PUT', `${POOL}/maintenance`, { until: '1h', reason: 'a' });
  await call('PUT', `${POOL}/maintenance`, { until: '2h', reason: 'b' });
  expect(operations.intents.map(({ reason }) => reason)).toEqual(['b']);
  const answer = await call('DELETE', `${ENDPOINT}/maintenance`);
  expect(problem.parse(answer.json)).toMatchObject({
    status: 404,
    detail: 'there is no maintenance to release at example.com/web-hangzhou/a',
  });
});

test('the status counts windows that are in force, and those to come', async () => {
  const { call, clock } = await serveApi();
  await call('PUT', `${POOL}/maintenance`, { until: '1h', reason: 'a' });
  await call('PUT', `${SITE}/maintenance`, { from: '30m', until: '1h', reason: 'b' });
  const count = async () => statusView.parse((await call('GET', '/v1/status')).json);
  expect(await count()).toMatchObject({ intents: 2, maintenance: { active: 1, planned: 1 } });
  clock.advance(30 * 60_000);
  expect((await count()).maintenance).toEqual({ active: 2, planned: 0 });
});

test.each<[body: object, fields: string[]]>([
  [{}, ['until', 'reason']],
  [{ until: '2h' }, ['reason']],
  [{ until: 'tonight', reason: 'x' }, ['until']],
  [{ until: '0s', reason: 'x' }, ['until']],
  [{ until: '2025-12-31T00:00:00Z', reason: 'x' }, ['until']],
  [{ from: '2026-01-02T00:00:00Z', until: '2026-01-01T12:00:00Z', reason: 'x' }, ['until']],
  [{ from: '2025-12-01T00:00:00Z', until: '2h', reason: 'x' }, ['until']],
  [{ from: 'soon', until: '2h', reason: 'x' }, ['from']],
  [{ from: 'soon', until: 'later', reason: '' }, ['reason', 'from', 'until']],
  [{ from: 1, until: 2, reason: 'x' }, ['from', 'until']],
  [{ until: '2h', reason: 'x', expires: '2h' }, ['expires']],
  [{ until: '9000000w', reason: 'x' }, ['until']],
])('%j is a 400', async (body, fields) => {
  const { call, operations } = await serveApi();
  for (const path of [ENDPOINT, POOL, SITE]) {
    const answer = await call('PUT', `${path}/maintenance`, body);
    expect(answer.status).toBe(400);
    expect(problem.parse(answer.json).errors?.map(({ field }) => field)).toEqual(fields);
  }
  expect(operations.intents).toEqual([]);
});

test('times that are wrong are told with what was expected', async () => {
  const { call } = await serveApi();
  const { json } = await call('PUT', `${POOL}/maintenance`, { from: 'soon', until: '2h!', reason: 'x' });
  expect(problem.parse(json).detail).toBe(
    'from: expected a duration from now such as "30m", or an RFC 3339 time, found "soon"; until: expected a duration such as "2h" from the beginning, or an RFC 3339 time to come and after the beginning, found "2h!"',
  );
});

test('no body at all is a 400, and a viewer may plan nothing', async () => {
  const { as, call } = await serveApi();
  expect((await call('PUT', `${POOL}/maintenance`)).status).toBe(400);
  expect((await call('PUT', `${POOL}/maintenance`, { until: '1h', reason: 'x' }, as('viewer'))).status).toBe(403);
  expect((await call('PUT', `${POOL}/maintenance`, { until: '1h', reason: 'x' }, as('operator'))).status).toBe(200);
});
