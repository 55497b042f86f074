import { expect, test } from 'vitest';
import type { Resolution } from '../../src/model/resolution.ts';
import { hostMetrics } from '../../src/serving/host-metrics.ts';

test('hosts are counted, and those that cannot be looked up', () => {
  const found = { addresses: [], foundAtMs: 1, failing: undefined };
  const failing = { ...found, failing: { sinceMs: 1, reason: 'timeout' } };
  const resolutions = new Map<string, Resolution>([
    ['a.example.net.', found],
    ['b.example.net.', failing],
    ['c.example.net.', failing],
  ]);
  expect(hostMetrics({ resolutions }).map(({ name, samples }) => [name, samples[0]?.value])).toEqual([
    ['meridian_hosts', 3],
    ['meridian_hosts_failing', 2],
  ]);
});
