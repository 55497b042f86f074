import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import type { KnownVantage } from '../../src/model/vantage.ts';
import { fleetMetrics } from '../../src/serving/fleet-metrics.ts';

const embedded: KnownVantage = {
  name: 'embedded',
  region: undefined,
  kind: 'embedded',
  version: '0.1.0',
  connection: undefined,
  heardAgoMs: 250,
  slot: { index: 0, of: 1 },
  assigned: 100,
  refused: [],
  controls: [],
  voteless: undefined,
  dropped: false,
  clockSkewMs: undefined,
  counts: { reports: 0, duplicateReports: 0, taken: 4000, late: 0, unknown: 0 },
  roundTrips: { count: 7, sumMs: 6300, buckets: [1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 1] },
};

const away: KnownVantage = {
  ...embedded,
  name: 'away',
  kind: 'remote',
  region: 'cn',
  heardAgoMs: 40_000,
  slot: undefined,
  assigned: 0,
  refused: [{ probe: 'p', reason: 'r' }],
  counts: { reports: 10, duplicateReports: 2, taken: 300, late: 3, unknown: 1 },
};

function valuesOf(vantages: readonly KnownVantage[], standings: Parameters<typeof fleetMetrics>[0]['standings'] = [], held = 0) {
  const metrics = fleetMetrics({ vantages, standings, held });
  return (name: string) => metrics.find(each => each.name === `meridian_${name}`)?.samples.map(({ value }) => value);
}

test('each vantage has its figures', () => {
  const doubted = { name: 'away', region: 'cn', voteless: 'sees 9 of 10 targets down that others see up', targets: 10, failing: 9 };
  const values = valuesOf([away, embedded], [doubted], 4);
  expect(values('vantage_info')).toEqual([1, 1]);
  expect(values('vantage_connected')).toEqual([0, 1]);
  expect(values('vantage_has_say')).toEqual([0, 1]);
  expect(values('vantage_last_heard_seconds')).toEqual([40, 0.25]);
  expect(values('vantage_probes')).toEqual([0, 100]);
  expect(values('vantage_probes_refused')).toEqual([1, 0]);
  expect(values('vantage_failing')).toEqual([9, 0]);
  expect(values('vantage_observations_total')).toEqual([300, 4000]);
  expect(values('vantage_late_total')).toEqual([3, 0]);
  expect(values('vantage_duplicates_total')).toEqual([2, 0]);
  expect(values('targets_held')).toEqual([4]);
});

test('an agent is connected while it has a stream, and has no say where its fleet says so', () => {
  const connection = { sinceMs: 0, remote: '192.0.2.7' };
  const values = valuesOf([{ ...away, connection, voteless: 'its token was revoked' }]);
  expect([values('vantage_connected'), values('vantage_has_say')]).toEqual([[1], [0]]);
});

test('an agent that is lost has no say', () => {
  const standing = { name: 'away', region: 'cn', voteless: undefined, present: false, targets: 10, failing: 0 };
  expect(valuesOf([away], [standing])('vantage_has_say')).toEqual([0]);
  expect(valuesOf([away], [{ ...standing, present: true }])('vantage_has_say')).toEqual([1]);
});

test('round trips are a histogram: a bucket counts what the ones below it count, too', () => {
  const metric = fleetMetrics({ vantages: [embedded], standings: [], held: 0 }).find(({ type }) => type === 'histogram')!;
  expect(presentMetrics([metric])).toBe(`# HELP meridian_vantage_round_trip_seconds How long the probes took that found what they expected.
# TYPE meridian_vantage_round_trip_seconds histogram
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.005"} 1
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.01"} 1
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.025"} 3
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.05"} 3
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.1"} 3
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.25"} 6
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="0.5"} 6
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="1"} 6
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="2.5"} 6
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="5"} 6
meridian_vantage_round_trip_seconds_bucket{vantage="embedded",le="+Inf"} 7
meridian_vantage_round_trip_seconds_sum{vantage="embedded"} 6.3
meridian_vantage_round_trip_seconds_count{vantage="embedded"} 7
`);
});
