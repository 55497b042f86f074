import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenCount, missOf, percentText, weightsOf } from '../../../src/cloud/plan/shares.ts';

const LIMITS = { min: 1, max: 100 };

test.each([
  [
    [0.6, 0.4],
    [60, 40],
  ],
  [[1], [100]],
  [
    [1 / 3, 1 / 3, 1 / 3],
    [100, 100, 100],
  ],
  [
    [0.999, 0.001],
    [100, 1],
  ],
  [
    [6 / 7, 1 / 7],
    [99, 17],
  ],
])('shares %j are weights %j', (shares, weights) => {
  expect(weightsOf(shares, LIMITS)).toEqual(weights);
});

test.each([
  [[0.6, 0.4], 2],
  [[0.75, 0.25], 2],
  [[0.8, 0.2], 1],
  [[0.9, 0.1], 1],
  [[0.45, 0.45, 0.1], 2],
  [[0.25, 0.25, 0.25, 0.25], 4],
  [[1], 1],
])('with the same for each, shares %j are told nearest by the first %i', (shares, count) => {
  expect(evenCount(shares)).toBe(count);
});

test('weights lie in their range and miss by no more than the least one makes them', () => {
  const anyShares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }).map(parts => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map(part => part / sum);
  });
  fc.assert(
    fc.property(anyShares, shares => {
      const weights = weightsOf(shares, LIMITS);
      expect(weights.every(weight => Number.isInteger(weight) && weight >= 1 && weight <= 100)).toBe(true);
      expect(missOf(shares, weights)).toBeLessThanOrEqual(shares.length / 100);
    }),
  );
});

test('percent as people read it', () => {
  expect([percentText(0.125), percentText(1), percentText(1 / 3)]).toEqual(['12.5 %', '100 %', '33.3 %']);
});
