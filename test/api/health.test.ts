import { expect, test } from 'vitest';
import { problem } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

test('alive as soon as it answers, ready once every zone is served', async () => {
  const { call, operations } = await serveApi();
  operations.ready = false;
  expect(await call('GET', '/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
  const waiting = await call('GET', '/readyz');
  expect(waiting.status).toBe(503);
  expect(problem.parse(waiting.json).detail).toBe('not every zone is served by every worker yet');
  operations.lastError = 'worker 2 ended';
  expect(problem.parse((await call('GET', '/readyz')).json).detail).toBe('not every zone is served by every worker yet: worker 2 ended');
  operations.ready = true;
  expect(await call('GET', '/readyz')).toMatchObject({ status: 200, json: { status: 'ready' } });
});
