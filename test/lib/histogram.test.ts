import { expect, test } from 'vitest';
import { Histogram, WORK_BOUNDS_SECONDS } from '../../src/lib/histogram.ts';

test('a value is counted in the bucket of the first bound that is not below it', () => {
  const histogram = new Histogram([1, 2]);
  for (const value of [0, 1, 1.5, 2, 2.1, 100]) histogram.observe(value);
  expect(histogram).toMatchObject({ buckets: [2, 2, 2], sum: 106.6, count: 6 });
});

test('bounds are ascending', () => {
  expect(WORK_BOUNDS_SECONDS).toEqual(WORK_BOUNDS_SECONDS.toSorted((a, b) => a - b));
});
