import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace } from '../../src/cloud/pace.ts';
import { fakeClock } from '../support/fake-clock.ts';

const { signal } = new AbortController();

test('no second has more turns than the quota', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { minLength: 60, maxLength: 120 }), async pauses => {
      const clock = fakeClock();
      const pace = new Pace({ clock, perSecond: 20, burst: 5 });
      const times: number[] = [];
      for (const pauseMs of pauses) {
        void pace.turn(signal).then(() => times.push(clock.monotonic()));
        await clock.advanceSettled(pauseMs);
      }
      await clock.advanceSettled(10_000);
      expect(times.length).toBe(pauses.length);
      for (const [i, time] of times.entries()) if (i >= 25) expect(time - times[i - 25]!).toBeGreaterThanOrEqual(1000);
    }),
    { numRuns: 25 },
  );
});

test('a burst is let through at once, and whoever is aborted stops waiting', async () => {
  const clock = fakeClock();
  const pace = new Pace({ clock, perSecond: 1, burst: 2 });
  await pace.turn(signal);
  await pace.turn(signal);
  const abort = new AbortController();
  const third = pace.turn(abort.signal);
  abort.abort(new Error('enough'));
  await expect(third).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});
