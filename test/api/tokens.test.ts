import { expect, test } from 'vitest';
import { problem, tokenAnswer, tokenList, tokenView } from '../../src/api/contract.ts';
import { VANTAGE_NAME_EXPECTED } from '../../src/lib/vantage-name.ts';
import { serveApi } from './serving.ts';

const DAY_MS = 86_400_000;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token is told once, and is good at once', async () => {
  const { call, database, logged } = await serveApi();
  const answer = await call('POST', '/v1/tokens', { role: 'probe', vantage: 'beijing', name: 'agent in Beijing', expires: '30d' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { token, ...facts } = tokenAnswer.parse(answer.json);
  expect(token).toMatch(/^mrd_[A-Za-z0-9_-]{43}$/);
  expect(facts).toEqual({
    id: expect.stringMatching(/^tok_[a-z2-7]{8}$/),
    role: 'probe',
    vantage: 'beijing',
    zones: null,
    name: 'agent in Beijing',
    author: 'admin',
    created: '2026-01-01T00:00:00.000Z',
    expires: '2026-01-31T00:00:00.000Z',
    last_used: null,
    revoked: null,
    state: 'active',
  });
  expect((await call('GET', '/v1/status', undefined, bearer(token))).status).toBe(403);
  const list = await call('GET', '/v1/tokens');
  expect(tokenList.parse(list.json)).toEqual({ tokens: [{ ...facts, last_used: '2026-01-01T00:00:00.000Z' }] });
  const digest = (database.prepare('SELECT hex(digest) AS digest FROM tokens').get() as { digest: string }).digest;
  for (const secret of [token, digest, digest.toLowerCase()]) expect(list.text + logged.join('\n')).not.toContain(secret);
});

test('a revoked token is good for nothing from then on, and whoever listens is told', async () => {
  const { call, ended } = await serveApi();
  const { id, token } = tokenAnswer.parse((await call('POST', '/v1/tokens', { role: 'admin' })).json);
  const revoked = await call('DELETE', `/v1/tokens/${id}`, undefined, bearer(token));
  expect(tokenView.parse(revoked.json)).toMatchObject({ id, state: 'revoked', revoked: '2026-01-01T00:00:00.000Z' });
  expect(ended.map(each => each.id)).toEqual([id]);
  const after = await call('GET', '/v1/status', undefined, bearer(token));
  expect(after.status).toBe(401);
  expect(problem.parse(after.json).detail).toBe('this token was revoked at 2026-01-01T00:00:00.000Z');
  expect((await call('DELETE', `/v1/tokens/${id}`)).json).toEqual(revoked.json);
  expect(ended).toHaveLength(1);
});

test('a token ends by the clock', async () => {
  const { call, clock, ended } = await serveApi();
  const { token } = tokenAnswer.parse((await call('POST', '/v1/tokens', { role: 'viewer', expires: '30d' })).json);
  clock.advance(30 * DAY_MS - 1);
  expect((await call('GET', '/v1/status', undefined, bearer(token))).status).toBe(200);
  clock.advance(1);
  expect(ended).toHaveLength(1);
  expect(problem.parse((await call('GET', '/v1/status', undefined, bearer(token))).json).detail).toBe(
    'this token expired at 2026-01-31T00:00:00.000Z',
  );
});

test('revoking what is not there is a 404', async () => {
  const { call } = await serveApi();
  const { status, json } = await call('DELETE', '/v1/tokens/tok_x');
  expect({ status, detail: problem.parse(json).detail }).toEqual({
    status: 404,
    detail: 'there is no token tok_x; GET /v1/tokens lists all',
  });
});

const ROLE = 'expected "viewer", "operator", "admin" or "probe", found "root"';
const VANTAGE = `expected ${VANTAGE_NAME_EXPECTED}, found`;
test.each<[body: unknown, errors: [string, string][]]>([
  [{}, [['role', 'missing; expected "viewer", "operator", "admin" or "probe"']]],
  [
    { role: 'root', vantage: '' },
    [
      ['role', ROLE],
      ['vantage', `${VANTAGE} ""`],
    ],
  ],
  [{ role: 'probe' }, [['vantage', 'missing; role probe needs the name of its vantage']]],
  [{ role: 'viewer', vantage: 'beijing' }, [['vantage', 'only a token with role probe has a vantage']]],
  [
    { role: 'probe', name: '\n', expires: 'never' },
    [
      ['name', 'expected 1 to 100 characters of text, none of them a control character, found "\\n"'],
      ['vantage', 'missing; role probe needs the name of its vantage'],
      ['expires', 'expected a duration such as "30m", or an RFC 3339 time to come, found "never"'],
    ],
  ],
  [{ role: 'probe', vantage: 'a'.repeat(64) }, [['vantage', `${VANTAGE} "${'a'.repeat(56)}...`]]],
  [{ role: 'viewer', zone: 'example.com' }, [['zone', 'unknown key; did you mean zones?']]],
])('%j is refused, and no token is made', async (body, errors) => {
  const { call, tokens } = await serveApi();
  const { status, json } = await call('POST', '/v1/tokens', body);
  expect(status).toBe(400);
  expect(problem.parse(json).errors?.map(({ field, message }) => [field, message])).toEqual(errors);
  expect(tokens.list()).toEqual([]);
});

test('a token that cannot be stored is none', async () => {
  const { call, database, tokens } = await serveApi();
  const { id } = tokenAnswer.parse((await call('POST', '/v1/tokens', { role: 'viewer' })).json);
  database.close();
  expect((await call('POST', '/v1/tokens', { role: 'viewer' })).json).toMatchObject({
    status: 503,
    detail: expect.stringMatching(/^the token could not be stored, and is not good: /),
  });
  expect((await call('DELETE', `/v1/tokens/${id}`)).json).toMatchObject({
    status: 503,
    detail: expect.stringMatching(/^it could not be stored, and the token is still good: /),
  });
  expect(tokens.list()).toMatchObject([{ id, revokedAtMs: undefined }]);
});
