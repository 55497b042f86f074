import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDelayMs, jitterMs, nextTurn } from '../../probes/phase.ts';

const phase = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const intervalMs = fc.integer({ min: 10, max: 3_600_000 });

test('the next turn is later than the moment asked for, by no more than an interval', () => {
  fc.assert(
    fc.property(phase, intervalMs, fc.double({ min: 0, max: 1e9, noNaN: true }), (p, interval, afterMs) => {
      expect(nextTurn(p, interval, afterMs)).toBeGreaterThan(afterMs);
      expect(nextTurn(p, interval, afterMs)).toBeLessThanOrEqual(afterMs + interval);
    }),
  );
});

test('turns are exactly one interval apart', () => {
  fc.assert(
    fc.property(phase, intervalMs, fc.nat(1e9), (p, interval, afterMs) => {
      const turn = nextTurn(p, interval, afterMs);
      expect(nextTurn(p, interval, turn)).toBe(turn + interval);
      expect(nextTurn(p, interval, turn + 0.03 * interval)).toBe(turn + interval);
    }),
  );
});

test('a first probe leaves room for its timeout within the interval, and waits little where few are new', () => {
  const monitor = { intervalMs: 10_000, timeoutMs: 2000 };
  expect(firstDelayMs(0.999, 10_000, monitor)).toBeLessThan(8000);
  expect(firstDelayMs(0.999, 10, monitor)).toBeLessThan(20);
  expect(firstDelayMs(0.5, 10_000, { intervalMs: 1000, timeoutMs: 1000 })).toBe(0);
});

test('jitter is at most 3 per cent of the interval', () => {
  expect(jitterMs(() => 0, 10_000)).toBe(0);
  expect(jitterMs(() => 0xffff_ffff, 10_000)).toBeCloseTo(300);
});
