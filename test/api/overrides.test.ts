import { expect, test } from 'vitest';
import { endpointAnswer, poolAnswer, problem, siteAnswer } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

const POOL = '/v1/zones/example.com/pools/web-hangzhou';
const ENDPOINT = `${POOL}/endpoints/a`;
const SITE = '/v1/zones/example.com/sites/beijing';

test.each([
  ['up', 'forced up by admin at example.com/web-hangzhou/a: looked at it'],
  ['down', 'forced down by admin at example.com/web-hangzhou/a: looked at it'],
  ['drain', 'drained by admin at example.com/web-hangzhou/a: looked at it'],
])('an endpoint is overridden: %s; what was measured stays', async (state, reason) => {
  const { call } = await serveApi();
  const answer = await call('PUT', `${ENDPOINT}/override`, { state, reason: 'looked at it', expires: '1h' });
  expect(answer.status).toBe(200);
  expect(endpointAnswer.strict().parse(answer.json)).toMatchObject({
    generation: 2,
    intent: { weight: null, override: { state, author: 'admin', reason: 'looked at it', expires: '2026-01-01T01:00:00.000Z' } },
    measured: { verdict: 'up' },
    effective: { state, override: state, reason },
  });
});

test('an override may say how long answers live meanwhile', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PUT', `${ENDPOINT}/override`, { state: 'drain', reason: 'racks', ttl: '1m' });
  expect(endpointAnswer.strict().parse(answer.json).intent.override).toMatchObject({ state: 'drain', ttl_seconds: 60 });
  expect(operations.intents).toMatchObject([{ ttlSeconds: 60 }]);
  await call('PUT', `${ENDPOINT}/override`, { state: 'drain', reason: 'racks' });
  expect(operations.intents[0]).not.toHaveProperty('ttlSeconds');
});

test('a pool is overridden: its endpoints say by whom', async () => {
  const { call } = await serveApi();
  const view = poolAnswer.strict().parse((await call('PUT', `${POOL}/override`, { state: 'drain', reason: 'upgrade' })).json);
  expect(view).toMatchObject({
    generation: 2,
    intent: { override: { state: 'drain', expires: null } },
    measured: { state: 'up', endpoints: { up: 2, drain: 0 } },
    effective: { state: 'drain', endpoints: { up: 0, drain: 2 } },
  });
  expect(view.endpoints.map(({ intent, effective }) => [intent.override, effective.reason])).toEqual([
    [null, 'drained by admin at example.com/web-hangzhou: upgrade'],
    [null, 'drained by admin at example.com/web-hangzhou: upgrade'],
  ]);
});

test('a whole site is evacuated, and comes back', async () => {
  const { call, operations } = await serveApi();
  const down = siteAnswer.strict().parse((await call('PUT', `${SITE}/override`, { state: 'down', reason: 'power' })).json);
  expect(down).toMatchObject({
    name: 'beijing',
    declared: { region: null, pools: ['web-beijing', 'sorry-page'] },
    intent: { override: { state: 'down', reason: 'power' } },
    measured: { endpoints: { up: 2, down: 0 } },
    effective: { endpoints: { up: 0, down: 2 } },
  });
  const back = siteAnswer.parse((await call('DELETE', `${SITE}/override`)).json);
  expect(back).toMatchObject({ generation: 3, intent: { override: null }, effective: { endpoints: { up: 2, down: 0 } } });
  expect(operations.intents).toEqual([]);
});

test('a weight and overrides of all three kinds live side by side, each released alone', async () => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 1 });
  await call('PUT', `${ENDPOINT}/override`, { state: 'up', reason: 'a' });
  await call('PUT', `${POOL}/override`, { state: 'drain', reason: 'b' });
  await call('PUT', '/v1/zones/example.com/sites/hangzhou/override', { state: 'down', reason: 'c' });
  expect(operations.intents).toHaveLength(4);
  const view = endpointAnswer.parse((await call('DELETE', `${ENDPOINT}/override`)).json);
  expect(view).toMatchObject({
    intent: { weight: { weight: 1 }, override: null },
    effective: { state: 'down', override: 'down', weight: 1 },
  });
  expect(view.effective.reason).toBe('forced down by admin at example.com/site:hangzhou: c');
  expect(operations.intents).toHaveLength(3);
});

test('to release what is not there is a 404, though its site has an override', async () => {
  const { call } = await serveApi();
  await call('PUT', '/v1/zones/example.com/sites/hangzhou/override', { state: 'down', reason: 'c' });
  const answer = await call('DELETE', `${ENDPOINT}/override`);
  expect(problem.parse(answer.json)).toMatchObject({
    status: 404,
    detail: 'there is no override to release at example.com/web-hangzhou/a',
  });
});

test.each<[body: object, fields: string[]]>([
  [{}, ['state', 'reason']],
  [{ state: 'sideways', reason: 'x' }, ['state']],
  [{ state: 'UP', reason: 'x' }, ['state']],
  [{ state: 'down' }, ['reason']],
  [{ state: 'down', reason: '' }, ['reason']],
  [{ state: 'down', reason: 'x', expires: '2026-02-30T00:00:00Z' }, ['expires']],
  ...['', '0s', '1500ms', '25h', '30', 30].map((ttl): [object, string[]] => [{ state: 'down', reason: 'x', ttl }, ['ttl']]),
  [{ state: 'down', reason: 'x', weight: 1 }, ['weight']],
  [{ state: 1, reason: 2, expires: 3, why: 4 }, ['state', 'reason', 'expires', 'why']],
])('%j is a 400', async (body, fields) => {
  const { call, operations } = await serveApi();
  for (const path of [`${ENDPOINT}/override`, `${POOL}/override`, `${SITE}/override`]) {
    const answer = await call('PUT', path, body);
    expect(answer.status).toBe(400);
    expect(problem.parse(answer.json).errors?.map(({ field }) => field)).toEqual(fields);
  }
  expect(operations.intents).toEqual([]);
});

test('the states are named where one is wrong', async () => {
  const { call } = await serveApi();
  const answer = await call('PUT', `${SITE}/override`, { state: 'sideways', reason: 'x' });
  expect(problem.parse(answer.json).detail).toBe('state: expected "up", "down" or "drain", found "sideways"');
});
