import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import { UpdateTiming } from '../../src/serving/update-timing.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('what was compiled and published is counted by what it was', async () => {
  const clock = fakeClock();
  const timing = new UpdateTiming(clock);
  timing.noteCompiled(3, false);
  timing.noteCompiled(1500, true);
  await timing.publish(false, async () => {
    clock.advance(20);
    return 2;
  });
  const text = presentMetrics(timing.metrics());
  expect(text).toContain('meridian_compile_seconds_bucket{kind="change",le="0.0025"} 0\n');
  expect(text).toContain('meridian_compile_seconds_bucket{kind="change",le="0.005"} 1\n');
  expect(text).toContain('meridian_compile_seconds_sum{kind="everything"} 1.5\n');
  expect(text).toContain('meridian_publish_seconds_count{kind="everything"} 0\n');
  expect(text).toContain('meridian_publish_seconds_sum{kind="change"} 0.02\n');
});

test('the oldest update that is on its way is told, and one that fails is counted and on its way no more', async () => {
  const clock = fakeClock();
  const timing = new UpdateTiming(clock);
  const figure = (name: string) => timing.metrics().find(metric => metric.name === name)?.samples[0]?.value;
  const [first, second] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const done = timing.publish(true, () => first.promise);
  clock.advance(4000);
  const next = timing.publish(false, () => second.promise);
  clock.advance(1000);
  expect(figure('meridian_update_pending_seconds')).toBe(5);
  first.reject(new Error('refused'));
  await expect(done).rejects.toThrow('refused');
  expect([figure('meridian_update_pending_seconds'), figure('meridian_updates_failed_total')]).toEqual([1, 1]);
  second.resolve(3);
  expect(await next).toBe(3);
  expect(figure('meridian_update_pending_seconds')).toBe(0);
});
