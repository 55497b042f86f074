import { expect, test } from 'vitest';
import { endpointAnswer, recoverAnswer, siteAnswer } from '../../src/api/contract.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import { serveForCli } from './running.ts';

const A = 'example.com/web-hangzhou/a';

test('a weight is changed and released', async () => {
  const { call, operations } = await serveForCli();
  expect(await call('weight', A, '20', '--reason', 'canary', '--expires', '30m')).toEqual({
    code: 0,
    out: `${A}: weight 20 (file 100), measured up, effective up; generation 2\n`,
    err: '',
  });
  expect(operations.intents).toMatchObject([{ kind: 'weight', weight: 20, reason: 'canary', expiresAtMs: Date.UTC(2026, 0, 1, 0, 30) }]);
  expect(await call('release', A)).toEqual({ code: 0, out: `${A}: weight 100, measured up, effective up; generation 3\n`, err: '' });
  expect(operations.intents).toEqual([]);
});

test('targets are forced up and down, state first or last', async () => {
  const { call, operations } = await serveForCli();
  expect((await call('force', A, 'down', '--reason', 'disk')).out).toBe(`${A}: weight 100, measured up, effective down; generation 2\n`);
  expect((await call('force', 'up', 'example.com/web-beijing')).out).toBe(
    'example.com/web-beijing: endpoints measured 1 up, effective 1 up; generation 3\n',
  );
  expect((await call('force', 'down', 'EXAMPLE.com./site:beijing')).out).toBe(
    'EXAMPLE.com./site:beijing: endpoints measured 2 up, effective 2 down; generation 4\n',
  );
  expect(operations.intents.map(intent => [intent.target.kind, intent.kind === 'override' && intent.state, intent.reason])).toEqual([
    ['endpoint', 'down', 'disk'],
    ['pool', 'up', 'no reason given'],
    ['site', 'down', 'no reason given'],
  ]);
});

test('release ends all intents of a target, or only the one that is named', async () => {
  const { call, operations } = await serveForCli();
  const setUp = async () => {
    await call('weight', A, '5');
    await call('drain', A);
  };
  await setUp();
  expect((await call('release', A, '--only', 'override')).out).toBe(`${A}: weight 5 (file 100), measured up, effective up; generation 4\n`);
  await call('drain', A);
  expect((await call('release', A, '--only', 'weight')).out).toBe(`${A}: weight 100, measured up, effective drain; generation 6\n`);
  await setUp();
  expect((await call('release', A)).code).toBe(0);
  expect(operations.intents).toEqual([]);
});

test('work is planned, shown, and released alone', async () => {
  const { call, operations } = await serveForCli();
  expect(await call('maintenance', A, '--for', '2h', '--reason', 'new disks')).toEqual({
    code: 0,
    out: `${A}: maintenance from 2026-01-01T00:00:00.000Z until 2026-01-01T02:00:00.000Z; generation 2\n`,
    err: '',
  });
  const site = 'example.com/site:beijing';
  expect((await call('maintenance', site, '--from', '2026-01-02T00:00:00Z', '--for', '30m')).out).toBe(
    `${site}: maintenance from 2026-01-02T00:00:00.000Z until 2026-01-02T00:30:00.000Z; generation 3\n`,
  );
  await call('drain', A);
  const { out } = await call('status', 'example.com');
  expect(out).toContain('; 2 intents in force, 1 planned\n');
  expect(out).toMatch(/web-hangzhou\/a +maintenance +admin +2026-01-01T02:00:00\.000Z +new disks\n/);
  expect(out).toMatch(/site:beijing +maintenance from 2026-01-02T00:00:00\.000Z +admin +2026-01-02T00:30:00\.000Z +no reason given\n/);
  expect((await call('release', A, '--only', 'maintenance')).out).toBe(`${A}: weight 100, measured up, effective drain; generation 5\n`);
  expect((await call('release', site)).code).toBe(0);
  expect(operations.intents.map(({ kind }) => kind)).toEqual(['override']);
  expect((await call('release', A, '--only', 'maintenance')).err).toBe(`error: there is no maintenance to release at ${A}\n`);
});

test.each<[args: string[], code: number, err: string]>([
  [[A], 2, "error: required option '--for <duration>' not specified\nsee ./meridian help maintenance\n"],
  [[A, '--for', 'ever'], 2, 'error: --for: expected a duration such as 2h, found "ever"\nsee ./meridian help maintenance\n'],
  [[A, '--for', '0s'], 2, 'error: --for: expected a duration such as 2h, found "0s"\nsee ./meridian help maintenance\n'],
  [[A, '--for', '2h', '--from', 'soon'], 1, 'error: from: expected a duration from now such as "30m", or an RFC 3339 time, found "soon"\n'],
  [['example.com/site:x', '--for', '2h'], 1, 'error: no site "x" in zone example.com; there is hangzhou, beijing\n'],
])('maintenance %j is refused', async (args, code, err) => {
  const { call, operations } = await serveForCli();
  expect(await call('maintenance', ...args)).toEqual({ code, out: '', err });
  expect(operations.intents).toEqual([]);
});

test('endpoints that wait are let up again', async () => {
  const { call, operations } = await serveForCli();
  const down = { verdict: 'down', reason: 'well again, and waits', sinceMs: 0, wavering: false, outlook: NEVER_TURNS } as const;
  for (const name of ['a', 'b']) operations.measured.set(`example.com./web-hangzhou/${name}`, down);
  operations.waiting.add('example.com./web-hangzhou/a');
  expect(await call('recover', 'example.com/web-hangzhou')).toEqual({
    code: 0,
    out: 'example.com/web-hangzhou: 1 of 2 endpoints came up by it; measured 1 up, 1 down, effective 1 up, 1 down; generation 2\n',
    err: '',
  });
  expect((await call('recover', A)).out).toBe(`${A}: 0 of 1 endpoint came up by it; measured 1 up, effective 1 up; generation 2\n`);
  expect(recoverAnswer.strict().parse(JSON.parse((await call('recover', 'example.com/site:beijing', '--json')).out)).endpoints).toBe(2);
  expect((await call('recover', 'example.com/site:x')).code).toBe(1);
});

test('a target is drained with a TTL, which the status shows', async () => {
  const { call, operations } = await serveForCli();
  await call('drain', A, '--ttl', '5s');
  expect(operations.intents).toMatchObject([{ state: 'drain', ttlSeconds: 5 }]);
  expect((await call('status', 'example.com')).out).toMatch(/drain, TTL 5 s +admin/);
});

test('to release what is not there is a failure that says where the override is', async () => {
  const { call } = await serveForCli();
  expect(await call('release', A)).toEqual({
    code: 1,
    out: '',
    err: `error: there is no weight, override or maintenance to release at ${A}\n`,
  });
  await call('drain', 'example.com/site:hangzhou', '--reason', 'racks');
  expect((await call('release', A, '--only', 'override')).err).toBe(
    `error: there is no override to release at ${A}; it is drained by admin at example.com/site:hangzhou: racks\n`,
  );
});

test.each<[args: string[], err: string]>([
  [['weight', 'example.com/web-hangzou/a', '1'], 'error: no pool "web-hangzou" in zone example.com; did you mean web-hangzhou?\n'],
  [['drain', 'example.con/site:hangzhou'], 'error: no zone "example.con"; did you mean example.com?\n'],
  [['release', 'example.com/site:x'], 'error: no site "x" in zone example.com; there is hangzhou, beijing\n'],
  [['drain', A, '--ttl', 'short'], 'error: ttl: expected a duration in whole seconds from 1s to 1d, such as "5s", found "short"\n'],
  [['drain', A, '--expires', 'soon'], 'error: expires: expected a duration such as "30m", or an RFC 3339 time to come, found "soon"\n'],
])('%j fails with what the API says', async (args, err) => {
  const { call, operations } = await serveForCli();
  expect(await call(...args)).toEqual({ code: 1, out: '', err });
  expect(operations.intents).toEqual([]);
});

test('--json is what the API answers', async () => {
  const { call } = await serveForCli();
  const answer = async (...args: string[]) => JSON.parse((await call(...args, '--json')).out);
  expect(endpointAnswer.strict().parse(await answer('weight', A, '5')).effective.weight).toBe(5);
  expect(siteAnswer.strict().parse(await answer('drain', 'example.com/site:hangzhou')).effective.endpoints.drain).toBe(2);
  expect(endpointAnswer.strict().parse(await answer('release', A)).effective.weight).toBe(100);
});
