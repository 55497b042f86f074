import { expect, test } from 'vitest';
import { dryRunView, problem, statusView, tokenAnswer, whatIfView, zoneList } from '../../src/api/contract.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/zones/example.com/pools/web-hangzhou/endpoints/a';

/** Two steered zones that are alike, and a token for the second. */
async function serve(role: 'viewer' | 'operator' = 'operator') {
  const { zones } = sampleDeclared();
  const { steering, nodes } = zones.get('example.com.')!;
  const api = await serveApi({ zones: new Map([...zones, ['example.net.', { name: 'example.net.', nodes, steering }]]) });
  const made = await api.call('POST', '/v1/tokens', { role, zones: ['example.net.', 'EXAMPLE.net', 'example.org'], name: 'net' });
  const { token, zones: named } = tokenAnswer.parse(made.json);
  expect(named).toEqual(['example.net', 'example.org']);
  const as = { authorization: `Bearer ${token}` };
  return { ...api, scoped: (method: string, path: string, body?: unknown) => api.call(method, `/v1${path}`, body, as) };
}

test('a token is good for its zones, and for no other', async () => {
  const { operations, scoped } = await serve();
  expect((await scoped('PATCH', ENDPOINT.replace('.com', '.net'), { weight: 5 })).status).toBe(200);
  for (const [method, body] of [
    ['PATCH', { weight: 5 }],
    ['GET', undefined],
    ['DELETE', undefined],
  ] as const) {
    const answer = await scoped(method, method === 'DELETE' ? `${ENDPOINT}/weight` : ENDPOINT, body);
    expect([answer.status, problem.parse(answer.json).detail]).toEqual([
      403,
      expect.stringMatching(/^this is about zone example\.com; the token of net \(tok_\w+\) is for example\.net, example\.org alone$/),
    ]);
  }
  expect((await scoped('GET', '/zones/nowhere.example')).status).toBe(403);
  expect(operations.intents).toMatchObject([{ target: { zone: 'example.net.' } }]);
});

test('lists, the status and forecasts have its zones alone', async () => {
  const { operations, scoped } = await serve();
  operations.lastError = 'something in example.com';
  expect(zoneList.parse((await scoped('GET', '/zones')).json).zones.map(({ name }) => name)).toEqual(['example.org', 'example.net']);
  const status = statusView.parse((await scoped('GET', '/status')).json);
  expect([status.zones.map(({ name }) => name), status.endpoints.measured.up, status.last_error]).toEqual([
    ['example.org', 'example.net'],
    4,
    null,
  ]);
  const whatIf = whatIfView.parse((await scoped('GET', '/whatif?down=example.net/web-hangzhou')).json);
  expect([whatIf.records, whatIf.total.pools]).toEqual([[], []]);
  expect((await scoped('GET', '/whatif?down=example.com/web-hangzhou')).status).toBe(403);
  const dry = await scoped('PATCH', `${ENDPOINT.replace('.com', '.net')}?dry_run=true`, { weight: 5 });
  expect(dryRunView.parse(dry.json).wire?.total.pools).toEqual([]);
});

test('an explanation is that of its zones', async () => {
  const { scoped } = await serve();
  expect((await scoped('GET', '/explain?name=www.example.com')).status).toBe(403);
});

test.each([
  ['POST', '/reload'],
  ['GET', '/tokens'],
  ['GET', '/audit'],
  ['POST', '/tokens'],
])('%s %s is about all zones', async (method, path) => {
  const { scoped } = await serve();
  expect((await scoped(method, path)).status).toBe(403);
});

test('the description of the API is for all', async () => {
  const { scoped } = await serve('viewer');
  expect((await scoped('GET', '/openapi.json')).status).toBe(200);
  expect((await scoped('PATCH', ENDPOINT.replace('.com', '.net'), { weight: 5 })).status).toBe(403);
});

test.each([
  [{ role: 'admin', zones: ['example.com'] }, 'zones'],
  [{ role: 'probe', vantage: 'x', zones: ['example.com'] }, 'zones'],
  [{ role: 'viewer', zones: [] }, 'zones'],
  [{ role: 'viewer', zones: ['example.com', 'example.co'] }, 'zones.1'],
])('%j makes no token', async (body, field) => {
  const { call, tokens } = await serveApi();
  const answer = await call('POST', '/v1/tokens', body);
  expect([answer.status, problem.parse(answer.json).errors?.map(error => error.field)]).toEqual([400, [field]]);
  expect(tokens.list()).toEqual([]);
});
