import { expect, test } from 'vitest';
import { refusalOf } from '../../src/api/roles.ts';
import type { Role } from '../../src/model/token.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';
const CALLS = [
  ['GET', '/v1/status', undefined, 'viewer'],
  ['HEAD', '/v1/zones', undefined, 'viewer'],
  ['GET', '/v1/openapi.json', undefined, 'viewer'],
  ['PATCH', ENDPOINT, { weight: 1 }, 'operator'],
  ['PUT', `${ENDPOINT}/override`, { state: 'down', reason: 'test' }, 'operator'],
  ['DELETE', `${ENDPOINT}/override`, undefined, 'operator'],
  ['POST', '/v1/reload', undefined, 'operator'],
  ['GET', '/v1/tokens', undefined, 'admin'],
  ['POST', '/v1/tokens', { role: 'viewer' }, 'admin'],
  ['DELETE', '/v1/tokens/tok_nothere1', undefined, 'admin'],
] as const;
const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

test.each(CALLS)('%s %s with %j wants role %s', async (method, path, body, least) => {
  const { as, call, operations, tokens } = await serveApi();
  for (const role of ROLES) {
    const { status } = await call(method, path, body, as(role));
    if (ROLES.indexOf(role) >= ROLES.indexOf(least)) expect([200, 404], role).toContain(status);
    else expect(status, role).toBe(403);
    if (status === 403) expect(operations.intents).toEqual([]);
  }
  const made = tokens.list().length;
  const refused = await call(method, path, body, as('probe', 'beijing'));
  expect(refused.status).toBe(403);
  expect(tokens.list()).toHaveLength(made + 1);
  if (method !== 'HEAD')
    expect(refused.json).toMatchObject({
      title: 'Forbidden',
      detail: expect.stringMatching(`^this wants a token with role ${least}; tok_[a-z2-7]{8} has role probe for vantage beijing$`),
    });
});

test.each([
  ['probe', 'beijing', undefined],
  ['probe', 'tokyo', 'this wants a token with role probe for vantage beijing; tok_x has role probe for vantage tokyo'],
  ['admin', undefined, undefined],
  ['operator', undefined, 'this wants a token with role probe for vantage beijing; tok_x has role operator'],
] as const)('what the agent of a vantage calls, with role %s of vantage %s: %s', (role, vantage, refusal) => {
  expect(refusalOf({ author: 'tok_x', token: 'tok_x', role, vantage, zones: undefined }, 'probe', 'beijing')).toBe(refusal);
});

test('what is not there is told to every role', async () => {
  const { as, call } = await serveApi();
  expect((await call('GET', '/v1/nothing', undefined, as('probe', 'beijing'))).status).toBe(404);
  expect((await call('DELETE', '/v1/status', undefined, as('viewer'))).status).toBe(405);
});

test('a change has the id of its token for an author, behind the name that it may have', async () => {
  const { as, call, operations, tokens } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 1 }, as('operator'));
  expect(operations.intents[0]?.author).toBe(tokens.list()[0]?.id);
  const { secret, token } = tokens.create({ role: 'admin', vantage: undefined, name: 'admin', author: 'admin', expiresAtMs: undefined });
  await call('PATCH', ENDPOINT, { weight: 2 }, { authorization: `Bearer ${secret}` });
  expect(operations.intents[0]?.author).toBe(`admin (${token.id})`);
});
