import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { problem } from '../../src/api/contract.ts';
import { NotReloaded, NotServed, NotStored } from '../../src/api/operations.ts';
import { serveApi, TOKEN } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';

test.each([
  ['GET', '/v1/zones/example.con', 'no zone "example.con"; did you mean example.com?'],
  ['GET', '/v1/zones/bücher.example', 'no zone "bücher.example"; there is example.com, example.org'],
  ['GET', '/v1/zones/a..b', 'no zone "a..b"; there is example.com, example.org'],
  ['GET', '/v1/zones/example.org/pools', 'zone example.org is purely static: it has no pools, endpoints or sites'],
  ['GET', '/v1/zones/example.com/pools/web-hangzou', 'no pool "web-hangzou" in zone example.com; did you mean web-hangzhou?'],
  [
    'GET',
    '/v1/zones/example.com/pools/__proto__',
    'no pool "__proto__" in zone example.com; there is web-hangzhou, web-beijing, sorry-page',
  ],
  ['GET', '/v1/zones/example.com/pools/web-hangzhou/endpoints/xyz', 'no endpoint "xyz" in pool example.com/web-hangzhou; there is a, b'],
  ['GET', '/v1/zones/example.com/sites/bejing', 'no site "bejing" in zone example.com; did you mean beijing?'],
  ['GET', '/v1/zones/example.com/records/wwww', 'no record "wwww" in zone example.com; did you mean www?'],
  ['GET', '/v1/zone', 'there is nothing at /v1/zone; /v1/openapi.json lists every call'],
  ['GET', '/', 'there is nothing at /; /v1/openapi.json lists every call'],
])('%s %s is a 404 that helps', async (method, path, detail) => {
  const { call } = await serveApi();
  const answer = await call(method, path);
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  expect(problem.parse(answer.json)).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404, detail });
});

test.each([
  ['PATCH', '/v1/zones/example.com/pools/web-hangzhou/endpoints/c', { weight: 1 }],
  ['PUT', '/v1/zones/example.net/pools/web-hangzhou/override', { state: 'down', reason: 'x' }],
  ['PUT', '/v1/zones/example.com/sites/x/override', { state: 'down', reason: 'x' }],
  ['DELETE', `${ENDPOINT}/weight`, undefined],
  ['DELETE', `${ENDPOINT}/override`, undefined],
  ['DELETE', '/v1/zones/example.com/pools/web-hangzhou/override', undefined],
  ['DELETE', '/v1/zones/example.com/sites/hangzhou/override', undefined],
])('%s %s changes nothing where nothing is there', async (method, path, body) => {
  const { call, operations } = await serveApi();
  expect((await call(method, path, body)).status).toBe(404);
  expect(operations.snapshot().generation).toBe(1);
});

test.each([
  ['POST', '/v1/status', 'GET, HEAD'],
  ['GET', '/v1/reload', 'POST'],
  ['PUT', ENDPOINT, 'GET, HEAD, PATCH'],
  ['GET', `${ENDPOINT}/weight`, 'DELETE'],
  ['OPTIONS', `${ENDPOINT}/override`, 'DELETE, PUT'],
  ['DELETE', '/metrics', 'GET, HEAD'],
])('%s %s is a 405 with Allow', async (method, path, allow) => {
  const { call } = await serveApi();
  const answer = await call(method, path);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allow);
  expect(problem.parse(answer.json).detail).toBe(`${path} takes ${allow}, not ${method}`);
});

test('a method that HTTP servers rarely know is a 405 too', async () => {
  const { url } = await serveApi();
  const sent = request(`${url}/v1/status`, { method: 'PROPFIND', headers: { authorization: `Bearer ${TOKEN}` } }).end();
  const { statusCode } = await new Promise<{ statusCode?: number }>((resolve, reject) => sent.on('response', resolve).on('error', reject));
  expect(statusCode).toBe(405);
});

test.each(['{"weight":', '{weight: 1}', "{'weight':1}", '\u0000', 'NaN'])('the body %j is a 400: it is not JSON', async body => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', ENDPOINT, body);
  expect(answer.status).toBe(400);
  expect(problem.parse(answer.json).detail).toMatch(/^the body is not JSON: /);
  expect(operations.intents).toEqual([]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/merge-patch+json', 'nonsense'])(
  'content type %s is a 415',
  async type => {
    const { call, operations } = await serveApi();
    const answer = await call('PATCH', ENDPOINT, '{"weight":1}', { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(problem.parse(answer.json).detail).toBe('the body must be JSON, with content-type application/json');
    expect(operations.intents).toEqual([]);
  },
);

test('a body over 64 KiB is a 413', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', ENDPOINT, { weight: 1, reason: 'x'.repeat(65_536) });
  expect(answer.status).toBe(413);
  expect(problem.parse(answer.json).detail).toBe('the body is longer than 64 KiB');
  expect(operations.intents).toEqual([]);
});

test('a path that is not percent-encoded right is a 400', async () => {
  const { call } = await serveApi();
  const answer = await call('GET', '/v1/zones/%zz');
  expect(answer.status).toBe(400);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(problem.parse(answer.json).title).toBe('Bad Request');
});

test('a body of deep nesting is told of like any other', async () => {
  const { call } = await serveApi();
  const answer = await call('PATCH', ENDPOINT, `{"weight":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
  expect(problem.parse(answer.json).errors).toEqual([{ field: 'weight', message: 'expected an integer from 0 to 65535, found a list' }]);
});

test('a fault of the control loop is a 500 that is logged and tells no more', async () => {
  const { call, logged, operations } = await serveApi();
  operations.fault = new Error('the disk of /var is full');
  const answer = await call('PATCH', ENDPOINT, { weight: 1 });
  expect(answer.status).toBe(500);
  expect(problem.parse(answer.json).detail).toBe("this is a fault of Meridian's own; its log says more");
  expect(logged[0]).toMatch(/^api fault .*PATCH/);
});

test.each([NotStored, NotServed, NotReloaded])('a %o is a 503 in its own words', async fault => {
  const { call, logged, operations } = await serveApi();
  operations.fault = new fault('the change is stored, but …');
  const answer = await call('PATCH', ENDPOINT, { weight: 1 });
  expect(problem.parse(answer.json)).toMatchObject({ status: 503, title: 'Service Unavailable', detail: 'the change is stored, but …' });
  expect(logged[0]).toMatch(/^api fault .*PATCH/);
});

test('the documents explain every status', async () => {
  const text = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const explained = [...text.matchAll(/^\| (\d{3}(?:, \d{3})*) +\|/gm)].flatMap(([, statuses]) => statuses!.split(', '));
  expect(explained).toEqual(['400', '401', '403', '404', '405', '409', '412', '413', '415', '422', '429', '500', '503']);
});

test('what is not HTTP is refused, and the next call is served', async () => {
  const { call, url } = await serveApi();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('nonsense\r\n\r\n');
  expect(await readText(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await call('GET', '/v1/status')).status).toBe(200);
});

test('every answer forbids storing', async () => {
  const { call } = await serveApi();
  for (const path of ['/v1/status', '/v1/nothing', '/healthz', '/metrics', '/nothing']) {
    expect((await call('GET', path)).headers.get('cache-control'), path).toBe('no-store');
  }
});

test('HEAD answers like GET, without a body', async () => {
  const { call } = await serveApi();
  for (const path of ['/v1/status', '/metrics', '/healthz']) {
    const answer = await call('HEAD', path);
    expect(answer.status, path).toBe(200);
    expect(answer.text).toBe('');
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0);
  }
});
