import { expect, test } from 'vitest';
import { auditList, problem, tokenAnswer } from '../../src/api/contract.ts';
import { NotServed, NotStored } from '../../src/api/operations.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';
const HOUR_MS = 3_600_000;
const key = (text: string) => ({ 'idempotency-key': text });

test('the same call with the same key is done once, and answered alike', async () => {
  const { call, operations } = await serveApi();
  const first = await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  await call('PATCH', ENDPOINT, { weight: 30 });
  const again = await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  expect([again.status, again.text, again.headers.get('etag')]).toEqual([200, first.text, first.headers.get('etag')]);
  expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(operations.intents).toMatchObject([{ weight: 30 }]);
  expect(auditList.parse((await call('GET', '/v1/audit')).json).entries).toHaveLength(2);
});

test.each([
  ['PATCH', ENDPOINT, { weight: 21 }],
  ['PATCH', `${ENDPOINT.slice(0, -1)}b`, { weight: 20 }],
  ['POST', '/v1/reload', undefined],
])('%s %s with the key of another request is a 422', async (method, path, body) => {
  const { call, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  expect((await call(method, path, body, key('a'))).status).toBe(422);
  expect(operations.snapshot().generation).toBe(2);
});

test('a key is that of one token, and good for a day', async () => {
  const { as, call, clock, operations } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  await call('PATCH', ENDPOINT, { weight: 30 }, { ...key('a'), ...as('operator') });
  clock.advance(24 * HOUR_MS - 1);
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, key('a'))).headers.get('idempotency-replayed')).toBe('true');
  clock.advance(2);
  expect((await call('PATCH', ENDPOINT, { weight: 40 }, key('a'))).status).toBe(200);
  expect(operations.intents).toMatchObject([{ weight: 40 }]);
});

test('while a call is under way, the next with its key is told so', async () => {
  const { call, operations } = await serveApi();
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<number>();
  operations.change = async (_change, also) => {
    also?.();
    reached.resolve();
    return go.promise;
  };
  const first = call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  await reached.promise;
  const second = await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  expect([second.status, second.headers.get('retry-after')]).toEqual([409, '1']);
  expect((await call('PATCH', ENDPOINT, { weight: 21 }, key('a'))).status).toBe(422);
  go.resolve(7);
  expect((await first).json).toMatchObject({ generation: 7 });
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, key('a'))).json).toMatchObject({ generation: 7 });
});

test('what was refused, or could not be stored, may be tried again', async () => {
  const { call, operations } = await serveApi();
  expect((await call('PATCH', ENDPOINT, { weight: -1 }, key('a'))).status).toBe(400);
  operations.fault = new NotStored('the disk is full');
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, key('a'))).status).toBe(503);
  operations.fault = undefined;
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, key('a'))).json).toMatchObject({ effective: { weight: 20 } });
});

test('what was stored is not done again, though its answer was lost', async () => {
  const { call, operations } = await serveApi();
  const change = operations.change.bind(operations);
  operations.change = async (wanted, also) => {
    await change(wanted, also);
    throw new NotServed('a worker hangs');
  };
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, key('a'))).status).toBe(503);
  operations.change = change;
  await call('PATCH', ENDPOINT, { weight: 30 });
  const again = await call('PATCH', ENDPOINT, { weight: 20 }, key('a'));
  expect([again.status, again.json]).toMatchObject([200, { effective: { weight: 30 } }]);
});

test('a token is not told twice', async () => {
  const { call, database, tokens } = await serveApi();
  const { id, token } = tokenAnswer.parse((await call('POST', '/v1/tokens', { role: 'viewer' }, key('a'))).json);
  const again = await call('POST', '/v1/tokens', { role: 'viewer' }, key('a'));
  expect([again.status, problem.parse(again.json).detail]).toEqual([409, `this was done before, and made ${id}; its secret was told once`]);
  expect(tokens.list()).toHaveLength(1);
  expect(JSON.stringify(database.prepare('SELECT * FROM idempotency').all())).not.toContain(token);
});

test('a reload has a key as well, and a dry run needs none', async () => {
  const { call, operations } = await serveApi();
  await call('POST', '/v1/reload?dry_run=true', undefined, key('a'));
  for (let i = 0; i < 2; i++) await call('POST', '/v1/reload', undefined, key('a'));
  expect(operations.snapshot().generation).toBe(2);
});

test.each(['', 'a b', 'x'.repeat(256)])('%j is no key', async text => {
  const { call } = await serveApi();
  expect((await call('POST', '/v1/reload', undefined, key(text))).status).toBe(400);
});
