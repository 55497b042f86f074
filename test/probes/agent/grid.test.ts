import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Grid } from '../../../probes/agent/grid.ts';
import { fakeClock } from '../../support/fake-clock.ts';

test('before the controller has told a time, the agent’s own clock does', () => {
  const clock = fakeClock();
  clock.advance(5);
  expect(new Grid(clock).gridMs()).toBe(5);
});

test('of what the controller tells, what took the least time on its way counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.array(fc.nat(3000), { minLength: 1, maxLength: 60 }), (offsetMs, delays) => {
      const clock = fakeClock();
      const grid = new Grid(clock);
      for (const [i, delayMs] of delays.entries()) {
        clock.advance(5000);
        const toldMs = clock.monotonic() + offsetMs - delayMs;
        if (i === 0) grid.begin(toldMs);
        else grid.learn(toldMs);
      }
      expect(clock.monotonic() + offsetMs - grid.gridMs()).toBe(Math.min(...delays));
    }),
  );
});

test('a new stream begins anew, and what was told long ago does not count: clocks drift', () => {
  const clock = fakeClock();
  const grid = new Grid(clock);
  grid.begin(1_000_000);
  grid.begin(500);
  expect(grid.gridMs()).toBe(500);
  for (let i = 0; i < 64; i++) {
    clock.advance(5000);
    grid.learn(clock.monotonic());
  }
  expect(grid.gridMs()).toBe(clock.monotonic());
});
