import { expect, test } from 'vitest';
import { brakeAnswer, brakeList, problem } from '../../src/api/contract.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { Safety } from '../../src/model/safety.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

const BRAKE = '/v1/zones/example.com/brake';

/** The sample with a brake. */
function braked(): Declared {
  const declared = sampleDeclared();
  const zone = declared.zones.get('example.com.')!;
  const safety: Safety = {
    maxRemoved: { poolPercent: undefined, recordPercent: 50 },
    windowMs: 600_000,
    minHealthy: { kind: 'percent', percent: 30 },
    gate: 'manual',
  };
  return { zones: new Map(declared.zones).set('example.com.', { ...zone, steering: { ...zone.steering!, safety } }) };
}

test('a zone without a brake has none to show or open', async () => {
  const { call } = await serveApi();
  expect(brakeList.parse((await call('GET', '/v1/brakes')).json).brakes).toEqual([]);
  const refused = await call('PUT', BRAKE, { reason: 'it is real' });
  expect(refused.status).toBe(404);
  expect(problem.parse(refused.json).detail).toBe('zone example.com has no brake: its YAML has no `safety`');
});

test('a brake is opened with a reason, for half an hour where nothing is said of it, and closed', async () => {
  const { call } = await serveApi(braked());
  const opened = await call('PUT', BRAKE, { reason: 'it is real' });
  expect(brakeAnswer.strict().parse(opened.json)).toMatchObject({
    declared: { max_removed: { pool: null, record: 50 }, window_seconds: 600, min_healthy: { percent: 30 }, gate: 'manual' },
    opened: { author: 'admin', reason: 'it is real', created: '2026-01-01T00:00:00.000Z', expires: '2026-01-01T00:30:00.000Z' },
    held: [],
  });
  expect(brakeAnswer.parse((await call('DELETE', BRAKE)).json).opened).toBeNull();
  expect((await call('DELETE', BRAKE)).status).toBe(404);
});

test('an opening without a reason is refused', async () => {
  const { call } = await serveApi(braked());
  const refused = await call('PUT', BRAKE, { expires: '10m' });
  expect(refused.status).toBe(400);
  expect(problem.parse(refused.json).errors?.map(({ field }) => field)).toEqual(['reason']);
});
