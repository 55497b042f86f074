import { expect, test } from 'vitest';
import { auditList, dryRunView, problem } from '../../src/api/contract.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

const ENDPOINT = '/v1/zones/example.com/pools/web-hangzhou/endpoints/a';

test('a dry run tells what a change would set and what clients would be answered, and changes nothing', async () => {
  const { call, operations } = await serveApi();
  const answer = await call('PATCH', `${ENDPOINT}?dry_run=true`, { weight: 20, reason: 'canary' });
  const view = dryRunView.parse(answer.json);
  expect(view).toMatchObject({
    dry_run: true,
    generation: 1,
    changes: [
      { kind: 'weight', target: 'example.com/web-hangzhou/a', before: null, after: { weight: 20, reason: 'canary', author: 'admin' } },
    ],
    wire: { records: [{ zone: 'example.com' }, {}] },
  });
  expect(operations.forecasts).toMatchObject([{ set: [{ kind: 'weight', weight: 20 }], release: [] }]);
  expect([operations.intents, operations.snapshot().generation]).toEqual([[], 1]);
  expect(auditList.parse((await call('GET', '/v1/audit')).json).entries).toEqual([]);
});

test.each([
  ['PUT', '/v1/zones/example.com/pools/web-hangzhou/override', { state: 'drain', reason: 'x' }],
  ['PUT', '/v1/zones/example.com/sites/hangzhou/maintenance', { until: '1h', reason: 'x' }],
  ['POST', '/v1/zones/example.com/sites/hangzhou/recover', undefined],
  ['POST', '/v1/reload', undefined],
  ['POST', '/v1/tokens', { role: 'viewer', expires: '30d' }],
])('%s %s answers a dry run in the same shape', async (method, path, body) => {
  const { call, operations, tokens } = await serveApi();
  dryRunView.parse((await call(method, `${path}?dry_run=true`, body)).json);
  expect([operations.snapshot().generation, operations.intents, operations.recoveries, tokens.list()]).toEqual([1, [], [], []]);
});

test('a release and a revocation are told as well', async () => {
  const { call, tokens } = await serveApi();
  await call('PATCH', ENDPOINT, { weight: 20 });
  const released = dryRunView.parse((await call('DELETE', `${ENDPOINT}/weight?dry_run=true`)).json);
  expect(released.changes).toMatchObject([{ kind: 'weight', before: { weight: 20 }, after: null }]);
  const wanted = { role: 'viewer', vantage: undefined, name: undefined, author: 'admin', expiresAtMs: undefined } as const;
  const { token } = tokens.create(wanted);
  const revoked = dryRunView.parse((await call('DELETE', `/v1/tokens/${token.id}?dry_run=true`)).json);
  expect(revoked).toMatchObject({ changes: [{ kind: 'token', target: token.id, before: { role: 'viewer' }, after: null }], wire: null });
  expect(tokens.list().map(({ revokedAtMs }) => revokedAtMs)).toEqual([undefined]);
});

test('a dry run of a reload tells which zones would come and go', async () => {
  const { call, operations } = await serveApi();
  const { zones } = sampleDeclared();
  operations.nextDeclared = { zones: new Map([['example.com.', zones.get('example.com.')!]]) };
  const { changes } = dryRunView.parse((await call('POST', '/v1/reload?dry_run=true')).json);
  expect(changes).toMatchObject([{ kind: 'zone', target: 'example.org', after: null }]);
});

test('what waits to recover is told, with what it would be answered', async () => {
  const { call, operations } = await serveApi();
  const standing = { recovering: { sinceMs: 0, upAtMs: undefined } };
  operations.ballots.set('example.com./web-hangzhou/a', [standing as never]);
  const { changes, wire } = dryRunView.parse((await call('POST', '/v1/zones/example.com/pools/web-hangzhou/recover?dry_run=true')).json);
  expect(changes).toMatchObject([{ kind: 'recover', target: 'example.com/web-hangzhou', after: { endpoints: 2, recovered: 1 } }]);
  expect(wire?.records).toHaveLength(2);
  expect(operations.whatIfs).toMatchObject([{ targets: [{ target: { kind: 'endpoint', endpoint: 'a' }, state: 'up' }] }]);
});

test.each([
  ['PATCH', `${ENDPOINT}?dry_run=true`, { weight: -1 }, 400],
  ['PATCH', `${ENDPOINT}?dry_run=perhaps`, { weight: 1 }, 400],
  ['PATCH', `${ENDPOINT}?dry_run=true&x=1`, { weight: 1 }, 400],
  ['PATCH', `${ENDPOINT}x?dry_run=true`, { weight: 1 }, 404],
  ['DELETE', `${ENDPOINT}/weight?dry_run=true`, undefined, 404],
  ['DELETE', '/v1/tokens/tok_nothing?dry_run=true', undefined, 404],
  ['GET', '/v1/status?dry_run=true', undefined, 400],
])('%s %s is refused as the call itself would be', async (method, path, body, status) => {
  const { call, operations } = await serveApi();
  expect((await call(method, path, body)).status).toBe(status);
  expect(operations.intents).toEqual([]);
});

test('zones with a mistake refuse a dry run of a reload', async () => {
  const { call, operations } = await serveApi();
  operations.findings = [{ severity: 'error', file: 'a.yaml', line: 1, column: 1, message: 'wrong' }];
  const answer = await call('POST', '/v1/reload?dry_run=true');
  expect([answer.status, problem.parse(answer.json).findings]).toEqual([422, operations.findings]);
});

test('every call that changes something has a dry run, and says so', async () => {
  const { call } = await serveApi();
  const { paths } = (await call('GET', '/v1/openapi.json')).json as {
    paths: Record<string, Record<string, { parameters: { name: string }[] }>>;
  };
  const without = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method, { parameters }]) => method !== 'get' && !parameters.some(({ name }) => name === 'dry_run'))
      .map(([method]) => `${method} ${path}`),
  );
  expect(without).toEqual([]);
});
