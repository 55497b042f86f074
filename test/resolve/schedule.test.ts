import { expect, test } from 'vitest';
import { waitMs } from '../../src/resolve/schedule.ts';

const exact = () => 0;
const most = () => 2 ** 32 - 1;

test.each([
  [0, 5000],
  [5, 5000],
  [60, 60_000],
  [3600, 3_600_000],
  [2 ** 31 - 1, 3_600_000],
])('a TTL of %i s is waited for as %i ms', (ttlSeconds, ms) => {
  expect(waitMs({ ttlSeconds, failures: 0 }, exact)).toBe(ms);
});

test('failures in a row are tried again after 5 s, doubling to 60 s', () => {
  const waits = [1, 2, 3, 4, 5, 6, 5000].map(failures => waitMs({ ttlSeconds: undefined, failures }, exact));
  expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
});

test('what was found of one family is asked for when its TTL is over, whatever became of the other', () => {
  expect(waitMs({ ttlSeconds: 8, failures: 5 }, exact)).toBe(8000);
  expect(waitMs({ ttlSeconds: 300, failures: 1 }, exact)).toBe(5000);
});

test('chance makes a wait up to a twentieth longer, never shorter', () => {
  expect(waitMs({ ttlSeconds: 60, failures: 0 }, most)).toBe(63_000);
});
