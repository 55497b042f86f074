import { expect, test } from 'vitest';
import { serveApi, TOKEN } from './serving.ts';

const CLOSED = [
  ['GET', '/v1/status'],
  ['GET', '/v1/openapi.json'],
  ['GET', '/v1/nothing/here'],
  ['DELETE', '/v1/status'],
  ['GET', '/%76%31/status'],
  ['PATCH', '/v1/zones/example.com/pools/web-hangzhou/endpoints/a'],
  ['POST', '/v1/reload'],
] as const;

test.each(CLOSED)('%s %s is refused without the token, and with a wrong one', async (method, path) => {
  const { call, operations } = await serveApi();
  for (const authorization of ['', 'Bearer', 'Basic YTpi', 'Bearer wrong', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(0, -1)}`, TOKEN]) {
    const answer = await call(method, path, method === 'PATCH' ? { weight: 1 } : undefined, { authorization });
    expect(answer.status, authorization).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="meridian"/);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.json).toMatchObject({ status: 401, title: 'Unauthorized' });
  }
  expect(operations.intents).toEqual([]);
  expect(operations.snapshot().generation).toBe(1);
});

test('a token that is not the one is told so', async () => {
  const { call } = await serveApi();
  expect((await call('GET', '/v1/status', undefined, { authorization: 'Bearer x' })).headers.get('www-authenticate')).toMatch(
    'error="invalid_token"',
  );
  expect((await call('GET', '/v1/status', undefined, { authorization: '' })).headers.get('www-authenticate')).not.toMatch('error');
});

test('the scheme may be in any case (RFC 9110 section 11.1)', async () => {
  const { call } = await serveApi();
  expect((await call('GET', '/v1/status', undefined, { authorization: `bearer  ${TOKEN}` })).status).toBe(200);
});

test.each(['/metrics', '/healthz', '/readyz'])('%s is open', async path => {
  const { call } = await serveApi();
  expect((await call('GET', path, undefined, { authorization: '' })).status).toBe(200);
});

test('the token is never logged, and a change is, with its author', async () => {
  const { call, logged, operations } = await serveApi();
  await call('PATCH', '/v1/zones/example.com/pools/web-hangzhou/endpoints/a', { weight: 1 });
  await call('GET', `/v1/status?token=${TOKEN}`);
  await call('GET', '/v1/status', undefined, { authorization: `Bearer ${TOKEN}x` });
  operations.fault = new Error('disk full');
  await call('PATCH', '/v1/zones/example.com/pools/web-hangzhou/endpoints/a', { weight: 1 });
  expect(logged.filter(line => line.startsWith('api'))).toHaveLength(5);
  expect(logged.join('\n')).not.toContain(TOKEN);
  expect(logged[0]).toMatch(/^api change .*"status":200.*"author":"admin"/);
});

test('an address that keeps trying wrong tokens is put off, but never a good token', async () => {
  const { as, call, clock, logged } = await serveApi();
  const wrong = () => call('GET', '/v1/status', undefined, { authorization: `Bearer ${TOKEN}x` });
  for (let i = 0; i < 20; i++) expect((await wrong()).status).toBe(401);
  clock.advance(20_500);
  const limited = await wrong();
  expect({ status: limited.status, after: limited.headers.get('retry-after'), json: limited.json }).toEqual({
    status: 429,
    after: '40',
    json: expect.objectContaining({
      title: 'Too Many Requests',
      detail: 'this token is not known here; after too many such calls from 127.0.0.1 the next is looked at in 40 s',
    }),
  });
  expect((await call('GET', '/v1/status')).status).toBe(200);
  expect((await call('GET', '/v1/status', undefined, as('viewer'))).status).toBe(200);
  clock.advance(40_000);
  expect((await wrong()).status).toBe(401);
  expect(logged.filter(line => line.startsWith('refused'))).toEqual([
    'refused a call from 127.0.0.1: this token is not known here {"address":"127.0.0.1"}',
    'refused a call from 127.0.0.1: this token is not known here {"address":"127.0.0.1","unseen":20}',
  ]);
  expect(logged.join('\n')).not.toContain(TOKEN);
});

test('a call without a token is no attempt', async () => {
  const { call, logged } = await serveApi();
  for (let i = 0; i < 25; i++) expect((await call('GET', '/v1/status', undefined, { authorization: '' })).status).toBe(401);
  expect(logged.filter(line => line.startsWith('refused'))).toEqual([]);
});
