import { expect, onTestFinished, test } from 'vitest';
import { EventLoopWatch } from '../../src/serving/event-loop.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('a thread that is held up is late, in the figures of the window in which it was', async () => {
  const clock = fakeClock();
  const watch = new EventLoopWatch(clock);
  onTestFinished(() => watch[Symbol.dispose]());
  const latest = () => watch.metrics().find(({ name }) => name === 'meridian_event_loop_delay_max_seconds')!.samples[0]!.value;
  const holdUp = () => {
    for (const until = performance.now() + 120; performance.now() < until; );
  };
  const heldUp = () => {
    holdUp();
    return latest();
  };
  await expect.poll(heldUp, { interval: 1 }).toBeGreaterThan(0.05);
  clock.advance(10_000);
  const seen = latest();
  expect(seen).toBeGreaterThan(0.05);
  holdUp();
  expect(latest()).toBe(seen);
  watch[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});
