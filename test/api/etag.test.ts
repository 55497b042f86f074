import { expect, test } from 'vitest';
import { problem } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

const POOL = '/v1/zones/example.com/pools/web-hangzhou';
const ENDPOINT = `${POOL}/endpoints/a`;
const VIEWS = ['/v1/zones/example.com', '/v1/zones/example.com/records/www', POOL, ENDPOINT, '/v1/zones/example.com/sites/hangzhou'];

async function serve() {
  const api = await serveApi();
  const etag = async (path: string) => (await api.call('GET', path)).headers.get('etag') ?? '';
  return { ...api, etag };
}

test.each(VIEWS)('%s has a version, which health does not change', async path => {
  const { call, clock, etag, operations } = await serve();
  const before = await etag(path);
  expect(before).toMatch(/^"[\w-]{22}"$/);
  clock.advance(60_000);
  operations.measured.set('example.com./web-hangzhou/a', {
    ...[...operations.snapshot().states.values()][0]!.measured,
    verdict: 'down',
    reason: 'x',
  });
  await call('POST', '/v1/reload');
  expect(await etag(path)).toBe(before);
});

test('a change gives another version, to what is above as well, and tells it', async () => {
  const { call, etag } = await serve();
  const [pool, endpoint, site] = [await etag(POOL), await etag(ENDPOINT), await etag(VIEWS[4]!)];
  const changed = await call('PATCH', ENDPOINT, { weight: 20 });
  expect(changed.headers.get('etag')).toBe(await etag(ENDPOINT));
  expect([await etag(POOL), await etag(ENDPOINT)]).not.toContain(pool);
  expect(await etag(ENDPOINT)).not.toBe(endpoint);
  expect(await etag(VIEWS[4]!)).toBe(site);
  await call('DELETE', `${ENDPOINT}/weight`);
  expect(await etag(ENDPOINT)).toBe(endpoint);
});

test('who has the version already is told no more', async () => {
  const { call, etag } = await serve();
  const known = await etag(POOL);
  const same = await call('GET', POOL, undefined, { 'if-none-match': `"other", W/${known}` });
  expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', known]);
  await call('PATCH', ENDPOINT, { weight: 20 });
  expect((await call('GET', POOL, undefined, { 'if-none-match': known })).status).toBe(200);
});

test('a change for a version that is not there any more is refused, with both named', async () => {
  const { call, etag, operations } = await serve();
  const seen = await etag(ENDPOINT);
  expect((await call('PATCH', ENDPOINT, { weight: 20 }, { 'if-match': seen })).status).toBe(200);
  const late = await call('PATCH', ENDPOINT, { weight: 30 }, { 'if-match': seen });
  const now = await etag(ENDPOINT);
  expect([late.status, late.headers.get('etag')]).toEqual([412, now]);
  const { detail } = problem.parse(late.json);
  expect([detail.includes(seen), detail.includes(now)]).toEqual([true, true]);
  expect(operations.intents).toMatchObject([{ weight: 20 }]);
  expect((await call('DELETE', `${ENDPOINT}/weight?dry_run=true`, undefined, { 'if-match': seen })).status).toBe(412);
  expect((await call('DELETE', `${ENDPOINT}/weight`, undefined, { 'if-match': '*' })).status).toBe(200);
});

test('a call about nothing that has a version takes no if-match', async () => {
  const { call, operations } = await serve();
  expect((await call('POST', '/v1/reload', undefined, { 'if-match': '"x"' })).status).toBe(412);
  expect(operations.snapshot().generation).toBe(1);
});
