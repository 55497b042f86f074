import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from '../../src/lib/apportion.ts';

const weights = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 6 }).filter(all => all.some(weight => weight > 0));
const total = fc.integer({ min: 0, max: 2000 });

test.each([
  [10_000, [40, 60], [4000, 6000]],
  [3, [1, 1], [2, 1]],
  [5, [0, 7], [0, 5]],
  [0, [0, 0], [0, 0]],
  [0, [], []],
])('%i among %j is %j', (whole, given, parts) => {
  expect(apportion(whole, given)).toEqual(parts);
});

test('all is given out, whole, and nothing to a weight of 0', () => {
  fc.assert(
    fc.property(weights, total, (given, whole) => {
      const parts = apportion(whole, given);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
      parts.forEach((part, i) => {
        expect(Number.isInteger(part) && part >= 0).toBe(true);
        if (given[i] === 0) expect(part).toBe(0);
      });
    }),
  );
});

test('of more nobody has less', () => {
  fc.assert(
    fc.property(weights, total, total, (given, a, b) => {
      const [less, more] = [apportion(Math.min(a, b), given), apportion(Math.max(a, b), given)];
      less.forEach((part, i) => {
        expect(more[i]).toBeGreaterThanOrEqual(part);
      });
    }),
  );
});
