import { expect, test } from 'vitest';
import { endpointAnswer, siteAnswer } from '../../src/api/contract.ts';
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

test('release ends both intents of a target, or only the one that is named', async () => {
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

test('to release what is not there is a failure that says where the override is', async () => {
  const { call } = await serveForCli();
  expect(await call('release', A)).toEqual({ code: 1, out: '', err: `error: there is no weight or override to release at ${A}\n` });
  await call('drain', 'example.com/site:hangzhou', '--reason', 'racks');
  expect((await call('release', A, '--only', 'override')).err).toBe(
    `error: there is no override to release at ${A}; it is drained by admin at example.com/site:hangzhou: racks\n`,
  );
});

test.each<[args: string[], err: string]>([
  [['weight', 'example.com/web-hangzou/a', '1'], 'error: no pool "web-hangzou" in zone example.com; did you mean web-hangzhou?\n'],
  [['drain', 'example.con/site:hangzhou'], 'error: no zone "example.con"; did you mean example.com?\n'],
  [['release', 'example.com/site:x'], 'error: no site "x" in zone example.com; there is hangzhou, beijing\n'],
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
