import { expect, test } from 'vitest';
import { endpointAnswer, problem } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';

test('a weight change answers with its generation, and lays the intent beside the declared weight', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', ENDPOINT, { weight: 20, reason: 'disk is slow', expires: '30m' });
  expect(answer.status).toBe(200);
  expect(endpointAnswer.strict().parse(answer.json)).toMatchObject({
    generation: 2,
    zone: 'example.com',
    pool: 'web-hangzhou',
    name: 'a',
    declared: { weight: 100 },
    intent: {
      weight: {
        weight: 20,
        author: 'admin',
        reason: 'disk is slow',
        created: '2026-01-01T00:00:00.000Z',
        expires: '2026-01-01T00:30:00.000Z',
      },
      override: null,
    },
    measured: { verdict: 'up', reason: 'embedded: status 200' },
    effective: { state: 'up', weight: 20 },
  });
  expect(operations.intents).toHaveLength(1);
});

test('the later change replaces the earlier one; only the weight is needed', async () => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 20, expires: '2026-01-01T08:30:00+08:00' });
  await call('PATCH', ENDPOINT, { weight: 0 });
  expect(operations.intents).toMatchObject([{ kind: 'weight', weight: 0, reason: '', expiresAtMs: undefined }]);
});

test('DELETE gives the weight back to the file', async () => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 20 });
  const answer = await call('DELETE', `${ENDPOINT}/weight`);
  expect(endpointAnswer.parse(answer.json)).toMatchObject({ generation: 3, intent: { weight: null }, effective: { weight: 100 } });
  expect(operations.intents).toEqual([]);
  expect((await call('DELETE', `${ENDPOINT}/weight`)).status).toBe(404);
});

test.each(['example.com.', 'EXAMPLE.com', 'Example.Com.'])('the zone may be written %s', async zone => {
  const { call, operations } = await serveApi();
  expect((await call('PATCH', `/v1/zones/${zone}/pools/web-hangzhou/endpoints/a`, { weight: 7 })).status).toBe(200);
  expect(operations.intents[0]?.target).toEqual({ kind: 'endpoint', zone: 'example.com.', pool: 'web-hangzhou', endpoint: 'a' });
});

const INTEGER = 'expected an integer from 0 to 65535';
const REASON = 'expected 1 to 500 characters of text, none of them a control character';
const EXPIRES = 'expected a duration such as "30m", or an RFC 3339 time to come';

test.each<[name: string, body: unknown, errors: Record<string, string>]>([
  ['nothing', undefined, { body: 'expected an object, with weight, reason, expires' }],
  ['null', 'null', { body: 'expected an object, with weight, reason, expires' }],
  ['a list', [], { body: 'expected an object, with weight, reason, expires' }],
  ['a number', '20', { body: 'expected an object, with weight, reason, expires' }],
  ['no weight', {}, { weight: `missing; ${INTEGER}` }],
  ['a null weight', { weight: null }, { weight: `${INTEGER}, found null` }],
  ['a fraction', { weight: 1.5 }, { weight: `${INTEGER}, found 1.5` }],
  ['below 0', { weight: -1 }, { weight: `${INTEGER}, found -1` }],
  ['above 65535', { weight: 65_536 }, { weight: `${INTEGER}, found 65536` }],
  ['beyond all numbers', '{"weight":1e999}', { weight: `${INTEGER}, found Infinity` }],
  ['text for a weight', { weight: '20' }, { weight: `${INTEGER}, found "20"` }],
  ['an unknown key', { weight: 1, colour: 'red' }, { colour: 'unknown key; expected weight, reason, expires' }],
  ['a slip of the hand', { wieght: 1 }, { weight: `missing; ${INTEGER}`, wieght: 'unknown key; did you mean weight?' }],
  ['__proto__', '{"weight":1,"__proto__":{"weight":2}}', { ['__proto__']: 'unknown key; expected weight, reason, expires' }],
  ['an empty reason', { weight: 1, reason: ' ' }, { reason: `${REASON}, found " "` }],
  ['a reason too long', { weight: 1, reason: 'x'.repeat(501) }, { reason: `${REASON}, found "${'x'.repeat(56)}...` }],
  ['a reason that moves the cursor', { weight: 1, reason: 'a\u001b[2J' }, { reason: `${REASON}, found "a\\u001b[2J"` }],
  ['a reason of another type', { weight: 1, reason: ['x'] }, { reason: `${REASON}, found a list` }],
  ['no duration', { weight: 1, expires: 'soon' }, { expires: `${EXPIRES}, found "soon"` }],
  ['a duration of nothing', { weight: 1, expires: '0s' }, { expires: `${EXPIRES}, found "0s"` }],
  ['a time that is past', { weight: 1, expires: '2025-12-31T23:59:59Z' }, { expires: `${EXPIRES}, found "2025-12-31T23:59:59Z"` }],
  ['a number to expire', { weight: 1, expires: 30 }, { expires: `${EXPIRES}, found 30` }],
  [
    'all wrong at once',
    { weight: 'x', reason: '', expires: 'x', more: 1 },
    {
      weight: `${INTEGER}, found "x"`,
      reason: `${REASON}, found ""`,
      more: 'unknown key; expected weight, reason, expires',
      expires: `${EXPIRES}, found "x"`,
    },
  ],
])('%s is a 400 that names the field, and nothing changes', async (_name, body, errors) => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 50 });
  const answer = await call('PATCH', ENDPOINT, body);
  expect(answer.status).toBe(400);
  const { errors: told, detail } = problem.parse(answer.json);
  expect(told).toEqual(Object.entries(errors).map(([field, message]) => ({ field, message })));
  for (const field of Object.keys(errors)) expect(detail).toContain(field);
  expect(operations.intents).toMatchObject([{ weight: 50 }]);
  expect(operations.snapshot().generation).toBe(2);
});

test('an unknown query key is a 400', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', `${ENDPOINT}?dryrun=true`, { weight: 1 });
  expect(problem.parse(answer.json).errors).toEqual([{ field: 'dryrun', message: 'unknown key; expected no keys at all' }]);
  expect(operations.intents).toEqual([]);
});

test('DELETE takes no body', async () => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 1 });
  expect((await call('DELETE', `${ENDPOINT}/weight`, { weight: 1 })).status).toBe(400);
  expect((await call('DELETE', `${ENDPOINT}/weight`, '{}')).status).toBe(200);
  expect(operations.intents).toEqual([]);
});
