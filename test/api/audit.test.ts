import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { auditList, auditVerdict, problem, tokenAnswer } from '../../src/api/contract.ts';
import { NotServed, NotStored } from '../../src/api/operations.ts';
import { KEPT_MS } from '../../src/serving/audit-keeper.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';

async function serve() {
  const api = await serveApi();
  const entries = async (query = '') => auditList.parse((await api.call('GET', `/v1/audit${query}`)).json).entries;
  return { ...api, entries };
}

test('a change says who made it, from where, and what was before and after', async () => {
  const { call, entries } = await serve();
  await call('PATCH', ENDPOINT, { weight: 20, reason: 'canary', expires: '1h' }, { 'x-request-id': 'deploy-7' });
  await call('PATCH', ENDPOINT, { weight: 30 });
  const [second, first] = await entries();
  expect(first).toMatchObject({
    ...{ number: 1, at: '2026-01-01T00:00:00.000Z', author: 'admin', token: null, role: 'admin', address: '127.0.0.1' },
    ...{ request: 'deploy-7', method: 'PATCH', path: ENDPOINT, zones: ['example.com'], status: 200, reason: 'canary', detail: null },
    changes: [
      {
        kind: 'weight',
        target: 'example.com/web-hangzhou/a',
        before: null,
        after: { weight: 20, author: 'admin', reason: 'canary', created: '2026-01-01T00:00:00.000Z', expires: '2026-01-01T01:00:00.000Z' },
      },
    ],
  });
  expect(second).toMatchObject({
    number: 2,
    changes: [{ before: { weight: 20, reason: 'canary' }, after: { weight: 30, expires: null } }],
  });
});

test('what is released is told, too', async () => {
  const { call, entries } = await serve();
  await call('PUT', '/v1/zones/example.com/sites/hangzhou/override', { state: 'drain', reason: 'racks' });
  await call('DELETE', '/v1/zones/example.com/sites/hangzhou/override');
  expect((await entries())[0]!.changes).toMatchObject([
    { kind: 'override', target: 'example.com/site:hangzhou', before: { state: 'drain', reason: 'racks' }, after: null },
  ]);
});

test('a call that is refused is written down, with the fields and not what was in them', async () => {
  const { as, call, entries, operations } = await serve();
  const viewer = as('viewer');
  expect((await call('PATCH', ENDPOINT, { weight: -1, reason: 'oops' })).status).toBe(400);
  expect((await call('PATCH', ENDPOINT, { weight: 1 }, viewer)).status).toBe(403);
  expect((await call('PATCH', `${ENDPOINT}x`, { weight: 1 })).status).toBe(404);
  expect((await call('PATCH', ENDPOINT, '{')).status).toBe(400);
  const [json, notThere, forbidden, bad] = await entries();
  expect(bad).toMatchObject({ status: 400, detail: 'refused: weight', reason: 'oops', changes: [] });
  expect(forbidden).toMatchObject({ status: 403, role: 'viewer', token: expect.stringMatching(/^tok_/), detail: /role operator/ });
  expect([notThere, json].map(entry => entry?.status)).toEqual([404, 400]);
  expect(operations.intents).toEqual([]);
});

test('reading, wrong tokens and calls that are not there are no entries', async () => {
  const { call, entries } = await serve();
  await call('GET', '/v1/status');
  await call('PATCH', ENDPOINT, { weight: 1 }, { authorization: 'Bearer wrong' });
  await call('DELETE', '/v1/nothing');
  expect(await entries()).toEqual([]);
});

test('a change that cannot be written to the audit is not made', async () => {
  const { call, database, operations } = await serve();
  database.exec("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'disk full'); END");
  const answer = await call('PATCH', ENDPOINT, { weight: 1 });
  expect(answer.status).toBe(503);
  expect(problem.parse(answer.json).detail).toMatch('it could not be written to the audit');
  expect(operations.intents).toEqual([]);
  expect((await call('POST', '/v1/tokens', { role: 'viewer' })).status).toBe(503);
  expect(database.prepare('SELECT count(*) AS n FROM tokens').get()).toEqual({ n: 0 });
});

test('a fault after the change was asked for is an entry of its own', async () => {
  const { call, entries, operations } = await serve();
  operations.fault = new NotStored('the disk is full');
  await call('PATCH', ENDPOINT, { weight: 1 });
  operations.fault = new NotServed('a worker hangs');
  await call('PATCH', ENDPOINT, { weight: 1 });
  expect((await entries()).map(({ status, detail }) => [status, detail])).toEqual([
    [503, 'a worker hangs'],
    [503, 'the disk is full'],
  ]);
});

test('no token is ever in it', async () => {
  const { call, entries } = await serve();
  const { token, id } = tokenAnswer.parse((await call('POST', '/v1/tokens', { role: 'operator', name: 'ci' })).json);
  await call('DELETE', `/v1/tokens/${token}`);
  await call('PATCH', ENDPOINT, { weight: 1, reason: `with ${token}` });
  const list = await call('GET', '/v1/audit');
  expect(list.text).not.toContain(token);
  expect(list.text).toContain('/v1/tokens/mrd_…');
  expect((await entries()).at(-1)).toMatchObject({
    changes: [{ kind: 'token', target: id, before: null, after: { role: 'operator', name: 'ci', state: 'active' } }],
  });
});

test('entries are found by who, what and when, a page at a time', async () => {
  const { as, call, clock, entries } = await serve();
  const operator = as('operator');
  for (let weight = 1; weight <= 5; weight++) {
    await call('PATCH', ENDPOINT, { weight }, weight % 2 ? operator : {});
    clock.advance(60_000);
  }
  await call('POST', '/v1/reload');
  const numbers = async (query: string) => (await entries(query)).map(({ number }) => number);
  expect(await numbers('?zone=example.com.')).toEqual([5, 4, 3, 2, 1]);
  expect(await numbers('?author=admin')).toEqual([6, 4, 2]);
  expect(await numbers('?method=post')).toEqual([6]);
  expect(await numbers('?status=refused')).toEqual([]);
  expect(await numbers('?path=/v1/zones&from=2026-01-01T00:01:00Z&until=2026-01-01T08:03:00%2B08:00')).toEqual([3, 2]);
  const first = auditList.parse((await call('GET', '/v1/audit?limit=2&zone=example.com')).json);
  expect(first.entries.map(({ number }) => number)).toEqual([5, 4]);
  const second = auditList.parse((await call('GET', `/v1/audit?limit=3&zone=example.com&cursor=${first.next}`)).json);
  expect([second.entries.map(({ number }) => number), second.next]).toEqual([[3, 2, 1], null]);
});

test.each(['limit=0', 'limit=1001', 'cursor=x', 'status=ok', 'from=yesterday', 'format=xml', 'colour=red'])('%s is a 400', async query => {
  const { call } = await serve();
  expect((await call('GET', `/v1/audit?${query}`)).status).toBe(400);
});

test('it is for admins alone', async () => {
  const { as, call } = await serve();
  for (const path of ['/v1/audit', '/v1/audit/verify']) {
    expect((await call('GET', path, undefined, as('operator'))).status).toBe(403);
    expect((await call('GET', path, undefined, as('admin'))).status).toBe(200);
  }
});

test('an export has every entry, the oldest first, and can be verified by whoever has it', async () => {
  const { call } = await serve();
  for (let weight = 0; weight < 3; weight++) await call('PATCH', ENDPOINT, { weight, reason: '=1+1, "so"' });
  const ndjson = await call('GET', '/v1/audit?format=ndjson');
  expect(ndjson.headers.get('content-type')).toMatch('application/x-ndjson');
  let before = '';
  for (const line of ndjson.text.trim().split('\n')) {
    const { hash, ...entry } = JSON.parse(line);
    expect(hash).toBe(createHash('sha256').update(before).update(JSON.stringify(entry)).digest('hex'));
    before = hash;
  }
  const csv = await call('GET', '/v1/audit?format=csv');
  const [head, ...lines] = csv.text.trim().split('\r\n');
  expect(head).toMatch(/^number,at,author,token,/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain(`,200,"'=1+1, ""so""",,example.com,`);
});

test('the chain is verified, and held against a head that was noted', async () => {
  const { call, database } = await serve();
  await call('PATCH', ENDPOINT, { weight: 1 });
  const noted = auditVerdict.parse((await call('GET', '/v1/audit/verify')).json);
  expect(noted).toMatchObject({ ok: true, entries: 1, first: 1, last: 1, fault: null });
  await call('PATCH', ENDPOINT, { weight: 2 });
  const verify = async () => auditVerdict.parse((await call('GET', `/v1/audit/verify?head=${noted.head}`)).json);
  expect(await verify()).toMatchObject({ ok: true, entries: 2 });
  database.exec('DROP TRIGGER audit_stays');
  database.exec(`UPDATE audit SET body = replace(body, '"admin"', '"other"') WHERE number = 2`);
  expect(await verify()).toMatchObject({ ok: false, fault: { number: 2 } });
  database.exec('DROP TRIGGER audit_kept; DELETE FROM audit');
  expect(await verify()).toMatchObject({ ok: false, fault: { number: 1, message: 'it is not there any more' } });
});

test('what is older than 400 days is removed, and that is an entry', async () => {
  const { call, clock, entries } = await serve();
  await call('PATCH', ENDPOINT, { weight: 1 });
  clock.advance(KEPT_MS / 2);
  await call('PATCH', ENDPOINT, { weight: 2 });
  clock.advance(KEPT_MS / 2 + 2 * 86_400_000);
  const [cut, kept, ...rest] = await entries();
  expect(cut).toMatchObject({ author: 'meridian', role: 'server', changes: [{ kind: 'audit', target: '1 to 1', before: { entries: 1 } }] });
  expect([kept?.number, rest]).toEqual([2, []]);
  expect(auditVerdict.parse((await call('GET', '/v1/audit/verify')).json)).toMatchObject({ ok: true, entries: 2, first: 2, last: 3 });
});
