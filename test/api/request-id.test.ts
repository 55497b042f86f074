import { expect, test } from 'vitest';
import { serveApi } from './serving.ts';

test.each(['deploy-7', '01J8Z/retry:2', 'a'.repeat(128)])('the id %s of the caller is that of the answer and of the log', async id => {
  const { call, logged } = await serveApi();
  const answer = await call('POST', '/v1/reload', undefined, { 'x-request-id': id });
  expect(answer.headers.get('x-request-id')).toBe(id);
  expect(logged.at(-1)).toContain(`"request":"${id}"`);
});

test.each(['', 'a b', '"quoted"', '-x', 'ü', 'a'.repeat(129), '<script>'])('the id %j is not taken, and one is drawn', async id => {
  const { call } = await serveApi();
  const answer = await call('GET', '/v1/status', undefined, { 'x-request-id': Buffer.from(id).toString('latin1') });
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'drawn-1']);
});

test('an error has its id as well', async () => {
  const { call } = await serveApi();
  const answers = [
    await call('GET', '/v1/nothing'),
    await call('GET', '/v1/status', undefined, { authorization: 'x' }),
    await call('GET', '/%'),
  ];
  expect(answers.map(({ status, headers }) => [status, headers.get('x-request-id')])).toEqual([
    [404, 'drawn-1'],
    [401, 'drawn-2'],
    [400, 'drawn-3'],
  ]);
});
