import { expect, test } from 'vitest';
import { problem } from '../../src/api/contract.ts';
import { probeTarget } from '../support/probe-target.ts';
import { serveFleet } from './serving-fleet.ts';

const REPORTS = '/v1/fleet/tokyo/reports';
const { key } = probeTarget('a');
const seen = { probe: key, ago_ms: 100, ok: false, reason: 'connect refused', duration_ms: 2 };
const report = (more: object = {}) => ({ contract: 1, boot: 'b', sequence: 1, controls: [], refused: [], observations: [seen], ...more });

async function connected() {
  const served = await serveFleet();
  const stream = await served.listen('tokyo');
  await stream.next();
  served.clock.advance(1000);
  const token = served.as('probe', 'tokyo');
  return { ...served, send: (body: unknown) => served.call('POST', REPORTS, body, token) };
}

test('a report is taken in, and answered with its number; sent again it is only answered', async () => {
  const { observations, send } = await connected();
  const answer = await send(report());
  expect([answer.status, answer.json]).toEqual([200, { taken: 1 }]);
  expect((await send(report())).json).toEqual({ taken: 1 });
  expect(observations).toEqual([
    { target: key, vantage: 'tokyo', atMs: Date.UTC(2026, 0, 1) + 900, ok: false, reason: 'connect refused', durationMs: 2 },
  ]);
});

test('a report that is not well formed is a 400 with field and index', async () => {
  const { observations, send } = await connected();
  const answer = await send(report({ observations: [seen, { ...seen, ok: 'no' }] }));
  expect(problem.parse(answer.json)).toMatchObject({
    status: 400,
    errors: [{ field: 'observations.1.ok', message: 'expected true or false, found "no"' }],
  });
  expect(observations).toEqual([]);
});

test('a report of a vantage without a stream is a 503: it opens its stream, and sends the report again', async () => {
  const { as, call } = await serveFleet();
  const answer = await call('POST', REPORTS, report(), as('probe', 'tokyo'));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
});

test('a report may have two megabytes, and no call more than it takes', async () => {
  const { call, observations, send } = await connected();
  const many = (reason: string) => report({ observations: Array(2000).fill({ ...seen, reason }) });
  expect((await send(many('é'.repeat(200)))).status).toBe(200);
  expect(observations).toHaveLength(2000);
  const tooLong = await send(report({ observations: Array(4000).fill({ ...seen, reason: '🙂'.repeat(200) }) }));
  expect(problem.parse(tooLong.json)).toMatchObject({ status: 413, detail: 'the report is longer than 2 MiB' });
  expect((await call('POST', '/v1/reload', { much: 'x'.repeat(70_000) })).status).toBe(413);
});

test('reports are no lines of the log at info', async () => {
  const { logged, send } = await connected();
  await send(report());
  expect(logged.filter(line => line.includes('/reports'))).toEqual([expect.stringMatching(/^api read /)]);
});
