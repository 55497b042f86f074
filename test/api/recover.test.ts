import { expect, test } from 'vitest';
import { problem, recoverAnswer } from '../../src/api/contract.ts';
import { NotServed } from '../../src/api/operations.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import { serveApi } from './serving.ts';

const POOL = '/v1/zones/example.com/pools/web-hangzhou';
const A = 'example.com./web-hangzhou/a';
const B = 'example.com./web-hangzhou/b';

/** An API whose endpoints `a` and `b` of web-hangzhou are down, `a` of them well again. */
async function serveDown() {
  const served = await serveApi();
  const down = {
    verdict: 'down',
    reason: 'well again, and waits for an operator',
    sinceMs: 0,
    wavering: false,
    outlook: NEVER_TURNS,
  } as const;
  for (const key of [A, B]) served.operations.measured.set(key, down);
  served.operations.waiting.add(A);
  return served;
}

test('an endpoint that waits comes up', async () => {
  const { call, operations } = await serveDown();
  const answer = await call('POST', `${POOL}/endpoints/a/recover`);
  expect(answer.status).toBe(200);
  expect(recoverAnswer.strict().parse(answer.json)).toEqual({
    generation: 2,
    endpoints: 1,
    recovered: 1,
    measured: { up: 1, down: 0, drain: 0, unknown: 0 },
    effective: { up: 1, down: 0, drain: 0, unknown: 0 },
  });
  expect(operations.recoveries).toEqual([[A]]);
});

test('one that is not well stays down, and that is no error', async () => {
  const { call } = await serveDown();
  const answer = recoverAnswer.parse((await call('POST', `${POOL}/endpoints/b/recover`)).json);
  expect(answer).toMatchObject({ generation: 1, endpoints: 1, recovered: 0, measured: { up: 0, down: 1 } });
});

test('a pool, and a whole site, recover with all of their endpoints', async () => {
  const { call, operations } = await serveDown();
  const pool = recoverAnswer.parse((await call('POST', `${POOL}/recover`)).json);
  expect(pool).toMatchObject({ endpoints: 2, recovered: 1, measured: { up: 1, down: 1 } });
  const site = recoverAnswer.parse((await call('POST', '/v1/zones/example.com/sites/beijing/recover', {})).json);
  expect(site).toMatchObject({ endpoints: 2, recovered: 0, measured: { up: 2 } });
  expect(operations.recoveries).toEqual([
    [A, B],
    ['example.com./web-beijing/a', 'example.com./sorry-page/a'],
  ]);
});

test('what is not there is a 404, and keys are a 400', async () => {
  const { call, operations } = await serveDown();
  expect((await call('POST', `${POOL}/endpoints/z/recover`)).status).toBe(404);
  expect((await call('POST', '/v1/zones/example.com/sites/z/recover')).status).toBe(404);
  expect((await call('POST', `${POOL}/recover`, { force: true })).status).toBe(400);
  expect(operations.recoveries).toEqual([]);
});

test('one that not every worker serves is a 503; a viewer may not ask', async () => {
  const { as, call, operations } = await serveDown();
  operations.fault = new NotServed('not every worker serves it yet');
  expect(problem.parse((await call('POST', `${POOL}/recover`)).json)).toMatchObject({
    status: 503,
    detail: 'not every worker serves it yet',
  });
  expect((await call('POST', `${POOL}/recover`, undefined, as('viewer'))).status).toBe(403);
});
