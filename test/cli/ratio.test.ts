import { expect, test } from 'vitest';
import { recordView } from '../../src/api/contract.ts';
import { serveForCli } from './running.ts';

const FILE = 'weighted(web-hangzhou 40, web-beijing 60)';

test('the ratio of a record is shifted, shown in the status, and released', async () => {
  const { call, operations } = await serveForCli();
  expect(await call('weight', 'api.example.com', 'web-hangzhou=10', 'web-beijing=90', '--reason', 'canary')).toEqual({
    code: 0,
    out: `api.example.com: weighted(web-hangzhou 10, web-beijing 90); file ${FILE}; generation 2\n`,
    err: '',
  });
  expect(operations.intents).toMatchObject([{ kind: 'ratio', weights: { 'web-hangzhou': 10, 'web-beijing': 90 }, reason: 'canary' }]);
  const { out } = await call('status', 'example.com');
  expect(out).toContain(`weighted(web-hangzhou 10, web-beijing 90) (file ${FILE})`);
  expect(out).toMatch(/api\.example\.com +ratio web-hangzhou 10, web-beijing 90 +admin +released +canary/);
  expect((await call('release', 'API.example.com.')).out).toBe(`api.example.com: ${FILE}; generation 3\n`);
  expect(operations.intents).toEqual([]);
  expect((await call('release', 'api.example.com')).err).toBe('error: there is no ratio to release at api.example.com\n');
});

test('--json prints the record', async () => {
  const { call } = await serveForCli();
  const { out } = await call('weight', 'api.example.com', 'web-hangzhou=0', '--json');
  expect(recordView.parse(JSON.parse(out)).steered?.intent.ratio?.weights).toEqual({ 'web-hangzhou': 0 });
});

test.each([
  [['api.example.com', 'a=1.5', 'b', 'c=1', 'c=2'], 2, ['a: expected an integer', 'found "b"', 'c is named twice']],
  [['example.com/web-hangzhou/a', 'x=1'], 2, ['expected its full name, found "example.com/web-hangzhou/a"']],
  [['example.com/web-hangzhou/a', '1', '2'], 2, ['expected one for an endpoint, found 2']],
  [['api.example.net', 'x=1'], 1, ['no zone has api.example.net; there is example.com, example.org']],
  [['api.example.com', 'web-beijng=1'], 1, ['did you mean web-beijing?']],
])('weight %j is refused', async (args, code, told) => {
  const { call, operations } = await serveForCli();
  const ran = await call('weight', ...args);
  expect(ran.code).toBe(code);
  for (const text of told) expect(ran.err).toContain(text);
  expect(operations.intents).toEqual([]);
});
