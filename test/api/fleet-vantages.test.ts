import { expect, test } from 'vitest';
import { fleetView } from '../../src/api/contract.ts';
import { probeTarget } from '../support/probe-target.ts';
import { serveFleet } from './serving-fleet.ts';

test('GET /v1/fleet shows who is connected, what each is asked, and what came of it', async () => {
  const { as, call, clock, fleet, listen } = await serveFleet();
  fleet.join({ name: 'here', region: undefined, assign: () => {}, checkNow: () => {}, recheck: () => {}, controls: () => [] });
  const stream = await listen('tokyo', '&region=ap-northeast');
  await stream.next();
  const { key } = probeTarget('a');
  const controls = [{ target: 'tcp://192.0.2.1:443', ok: false, reason: 'timeout after 2s' }];
  const refused = [{ probe: key, reason: 'the check type smtp is unknown to this agent' }];
  const observations = [
    { probe: key, ago_ms: 0, ok: true, reason: 'connected', duration_ms: 30.4 },
    { probe: 'gone', ago_ms: 0, ok: true, reason: 'connected', duration_ms: 3 },
  ];
  await call('POST', '/v1/fleet/tokyo/reports', { contract: 1, boot: 'b', sequence: 1, controls, refused, observations });
  clock.advance(1500);
  const answer = await call('GET', '/v1/fleet', undefined, as('viewer'));
  const { vantages } = fleetView.parse(answer.json);
  expect(vantages).toEqual([
    expect.objectContaining({ name: 'here', region: null, kind: 'embedded', connected: null, slot: { index: 0, of: 2 }, voteless: null }),
    {
      name: 'tokyo',
      region: 'ap-northeast',
      kind: 'remote',
      version: '0.1.0',
      connected: { since: '2026-01-01T00:00:00.000Z', from: '127.0.0.1' },
      // The API's own clock stands still in this test.
      heard: '2025-12-31T23:59:58.500Z',
      heard_ms_ago: 1500,
      slot: { index: 1, of: 2 },
      probes: { assigned: 1, refused },
      targets: { seen: 0, failing: 0 },
      controls,
      voteless: '1 of 1 control targets fail: tcp://192.0.2.1:443 timeout after 2s',
      clock_skew_ms: 0,
      reports: { taken: 1, duplicate: 0 },
      observations: { taken: 1, late: 0, unknown: 1 },
      round_trips: {
        count: 1,
        sum_ms: 30,
        buckets: [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, null].map(up_to_ms => ({
          up_to_ms,
          count: up_to_ms === 50 ? 1 : 0,
        })),
      },
    },
  ]);
  expect((await call('GET', '/v1/fleet', undefined, as('probe', 'tokyo'))).status).toBe(403);
});

test('it is in the OpenAPI document', async () => {
  const { call } = await serveFleet();
  const { json } = await call('GET', '/v1/openapi.json');
  expect((json as { paths: object }).paths).toHaveProperty(['/v1/fleet']);
});
