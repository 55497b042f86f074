import { expect, test } from 'vitest';
import { inSlices } from '../../src/serving/in-slices.ts';
import { recordMetrics } from '../../src/serving/record-metrics.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { failover, pool, record, steering } from '../steering/declare.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('record sets are counted by zone, and those in which every endpoint is down or drained', async () => {
  const pools = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('z', ['192.0.2.3'])];
  const records = [record('www', failover('x', 'y')), record('only', 'y'), record('other', 'z'), record('same', 'y')];
  const states = { 'x/a': { verdict: 'up' }, 'y/a': { verdict: 'down' }, 'z/a': { verdict: 'unknown' } } as const;
  const served = serve(exampleZone('', steering(pools, records)), { states });
  const metrics = await inSlices(recordMetrics(served.compiled, served.states), fakeClock());
  expect(metrics.map(({ name, samples }) => [name, samples])).toEqual([
    ['meridian_steered_record_sets', [{ labels: { zone: 'example.com' }, value: 4 }]],
    ['meridian_steered_record_sets_all_down', [{ labels: { zone: 'example.com' }, value: 2 }]],
  ]);
});
