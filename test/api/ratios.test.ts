import { describe, expect, test } from 'vitest';
import { problem, recordView } from '../../src/api/contract.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

const API = '/v1/zones/example.com/records/api';
const WEIGHTS = `${API}/weights`;

describe('a ratio', () => {
  test('is laid over the weighted node, with what is declared and what comes of it side by side', async () => {
    const { call, operations } = await serveApi();
    const answer = await call('PATCH', `${WEIGHTS}?reason=canary&expires=30m`, { 'web-beijing': 90, 'web-hangzhou': 10 });
    expect(answer.status).toBe(200);
    const view = recordView.strict().parse(answer.json);
    const facts = { author: 'admin', reason: 'canary', created: '2026-01-01T00:00:00.000Z', expires: '2026-01-01T00:30:00.000Z' };
    expect(view).toMatchObject({
      generation: 2,
      owner: 'api.example.com',
      steered: {
        declared: { steer: { weighted: [{ to: 'web-hangzhou', weight: 40 }, { weight: 60 }] } },
        intent: { ratio: { weights: { 'web-beijing': 90, 'web-hangzhou': 10 }, applies: true, ...facts } },
        effective: {
          steer: {
            weighted: [
              { to: 'web-hangzhou', weight: 10 },
              { to: 'web-beijing', weight: 90 },
            ],
          },
        },
      },
    });
    expect(recordView.parse((await call('GET', API)).json)).toEqual(view);
    const target = { kind: 'record', zone: 'example.com.', owner: 'api.example.com.' };
    expect(operations.intents).toMatchObject([{ kind: 'ratio', target, weights: { 'web-beijing': 90, 'web-hangzhou': 10 } }]);
  });

  test('keeps the weight of a branch that is not named; the later one replaces the earlier', async () => {
    const { call } = await serveApi();
    await call('PATCH', WEIGHTS, { 'web-hangzhou': 1 });
    const answer = await call('PATCH', WEIGHTS, { 'web-beijing': 0 });
    expect(recordView.parse(answer.json).steered?.effective.steer).toEqual({
      weighted: [
        { to: 'web-hangzhou', weight: 40 },
        { to: 'web-beijing', weight: 0 },
      ],
    });
  });

  test('may come with its facts in the body', async () => {
    const { call, operations } = await serveApi();
    const body = { weights: { 'web-hangzhou': 5 }, reason: 'test', expires: '2026-01-02T00:00:00Z' };
    expect((await call('PATCH', WEIGHTS, body)).status).toBe(200);
    expect(operations.intents).toMatchObject([{ weights: { 'web-hangzhou': 5 }, reason: 'test', expiresAtMs: Date.UTC(2026, 0, 2) }]);
  });

  test('ends with DELETE, which gives the weights of the file back', async () => {
    const { call, operations } = await serveApi();
    await call('PATCH', WEIGHTS, { 'web-hangzhou': 5 });
    const answer = await call('DELETE', WEIGHTS);
    expect(recordView.parse(answer.json).steered).toMatchObject({
      intent: { ratio: null },
      effective: { steer: { weighted: [{ weight: 40 }, { weight: 60 }] } },
    });
    expect(operations.intents).toEqual([]);
    expect((await call('DELETE', WEIGHTS)).status).toBe(404);
  });

  test('of a pool that is called as a key of the other form is told from it', async () => {
    const declared = sampleDeclared();
    const { steering, ...zone } = declared.zones.get('example.com.')!;
    const of = ['weights', 'reason', 'expires'].map(pool => ({ to: { policy: 'pool', pool } as const, weight: 10 }));
    const records = [{ ...steering!.records[1]!, steer: { policy: 'weighted', of } as const }];
    const pool = steering!.pools.get('web-hangzhou')!;
    const pools = new Map(of.map(({ to }) => [to.pool, { ...pool, name: to.pool }]));
    const { call, operations } = await serveApi({
      zones: new Map([['example.com.', { ...zone, steering: { ...steering!, pools, records } }]]),
    });
    expect((await call('PATCH', WEIGHTS, { weights: 1, reason: 2, expires: 3 })).status).toBe(200);
    expect((await call('PATCH', WEIGHTS, { weights: { weights: 1, reason: 2 }, reason: 'both' })).status).toBe(200);
    expect(operations.intents).toMatchObject([{ weights: { weights: 1, reason: 2 }, reason: 'both' }]);
  });

  test('that is tried with dry_run changes nothing', async () => {
    const { call, operations } = await serveApi();
    const answer = await call('PATCH', `${WEIGHTS}?dry_run=true`, { 'web-hangzhou': 10 });
    expect(answer.json).toMatchObject({ dry_run: true, changes: [{ kind: 'ratio', target: 'api.example.com', before: null }] });
    expect(operations.intents).toEqual([]);
  });
});

const INTEGER = 'expected an integer from 0 to 65535';
const KNOWN = 'expected any of web-hangzhou, web-beijing';
const FORM = 'expected an object of weights by the name of the branch, such as {"web-a": 10, "web-b": 90}';

test.each<[name: string, status: number, body: unknown, errors: Record<string, string>]>([
  ['no body', 400, undefined, { body: `${FORM}, found undefined` }],
  ['a list', 400, [10, 90], { body: `${FORM}, found a list` }],
  ['no weight', 422, {}, { body: `no weight is given; expected one for any of web-hangzhou, web-beijing` }],
  [
    'a value and a name that are wrong',
    400,
    { 'web-hangzhou': 1.5, 'web-beijng': 3, 'web-beijing': 70_000 },
    {
      'web-hangzhou': `${INTEGER}, found 1.5`,
      'web-beijing': `${INTEGER}, found 70000`,
      'web-beijng': `no branch of a \`weighted\` node is called so; did you mean web-beijing?; ${KNOWN}`,
    },
  ],
  ['a name that is no branch', 422, { 'sorry-page': 3 }, { 'sorry-page': `no branch of a \`weighted\` node is called so; ${KNOWN}` }],
  [
    'nothing but zeros',
    422,
    { 'web-hangzhou': 0, 'web-beijing': 0 },
    { body: 'every branch would have weight 0, and then all count alike; expected one at least with a weight above 0' },
  ],
  [
    'a reason among weights',
    400,
    { 'web-hangzhou': 1, reason: 'canary' },
    {
      reason: `${INTEGER}, found "canary"; beside weights a reason goes into the query, or into {"weights": {…}, "reason": …}`,
    },
  ],
  [
    'all that can be wrong in the other form',
    400,
    { weights: { 'web-hangzhou': '1' }, reason: '', expires: 'soon', ttl: '5s' },
    {
      'weights.web-hangzhou': `${INTEGER}, found "1"`,
      reason: 'expected 1 to 500 characters of text, none of them a control character, found ""',
      expires: 'expected a duration such as "30m", or an RFC 3339 time to come, found "soon"',
      ttl: 'unknown key; expected weights, reason, expires',
    },
  ],
])('a ratio of %s is refused, with all that is wrong, and nothing is changed', async (_, status, body, errors) => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', WEIGHTS, body);
  expect(answer.status).toBe(status);
  const told = problem.parse(answer.json).errors ?? [];
  if (status === 422 && 'sorry-page' in errors) expect(told.map(({ field }) => field)).toEqual(['sorry-page']);
  else expect(Object.fromEntries(told.map(({ field, message }) => [field, message]))).toEqual(errors);
  expect(operations.intents).toEqual([]);
});

test('facts that stand in the query and in the body are refused', async () => {
  const { call } = await serveApi();
  const answer = await call('PATCH', `${WEIGHTS}?reason=a&expires=1h`, { weights: { 'web-hangzhou': 1 }, reason: 'b', expires: '2h' });
  const message = 'stands in the query and in the body; expected it in one of them';
  expect(problem.parse(answer.json)).toMatchObject({
    status: 400,
    errors: [
      { field: 'reason', message },
      { field: 'expires', message },
    ],
  });
});

test.each([
  ['www', 422, 'nothing in the steering tree is weighted; expected a record with a `weighted` node'],
  ['static', 422, 'static.example.com has static records alone; expected a record with a steering tree'],
  ['apy', 404, 'no record "apy" in zone example.com; did you mean api?'],
])('%s takes no ratio: %i', async (name, status, message) => {
  const { call } = await serveApi();
  const answer = await call('PATCH', `/v1/zones/example.com/records/${name}/weights`, { 'web-hangzhou': 1 });
  expect(problem.parse(answer.json)).toMatchObject({ status, detail: expect.stringContaining(message) });
});
