import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameWeights, stepsBetween, targetOf, WHOLE, wholeOf } from '../../../src/control/shift/weights.ts';

const weights = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'geo(e)#2', 'constructor'), fc.integer({ min: 0, max: 65_535 }), {
  minKeys: 1,
});
const percents = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }).map(steps => [...steps.sort((a, b) => a - b), 100]);
const sum = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((total, weight) => total + weight, 0);

describe('the end', () => {
  test.each([
    [{ a: 40, b: 60 }, { b: 100 }, { a: 0, b: 10_000 }],
    [{ a: 40, b: 60 }, { b: 0 }, { a: 10_000, b: 0 }],
    [{ a: 1, b: 3, c: 9 }, { c: 60 }, { a: 1000, b: 3000, c: 6000 }],
    [{ a: 1, b: 0, c: 9 }, { c: 33.33 }, { a: 6667, b: 0, c: 3333 }],
    [
      { a: 0, b: 5 },
      { a: 30, b: 70 },
      { a: 3000, b: 7000 },
    ],
  ])('%j with %j is %j', (now, shares, to) => {
    expect(targetOf(now, shares)).toEqual({ to });
  });

  test.each([
    [{ a: 40, b: 60 }, { a: 30, b: 60 }, /^10 % is left, and every branch is named/],
    [{ a: 5, b: 0, c: 0 }, { a: 60 }, /^40 % is left, and of the other branches none has a weight above 0 to have it by: b, c$/],
  ])('%j cannot have %j', (now, shares, fault) => {
    expect(targetOf(now, shares)).toEqual({ fault: expect.stringMatching(fault) });
  });
});

test('shares are parts of 10,000 as they are; where all are 0 all count alike', () => {
  expect([wholeOf({ a: 40, b: 60 }), wholeOf({ a: 0, b: 0 }), wholeOf({ a: 1, b: 65_535 })]).toEqual([
    { a: 4000, b: 6000 },
    { a: 5000, b: 5000 },
    { a: 0, b: 10_000 },
  ]);
});

test('steps are parts of the way', () => {
  expect(stepsBetween({ a: 4000, b: 6000 }, { a: 0, b: 10_000 }, [10, 50, 100]).map(step => step.weights)).toEqual([
    { a: 3600, b: 6400 },
    { a: 2000, b: 8000 },
    { a: 0, b: 10_000 },
  ]);
});

test('every branch goes one way only, every sum is whole, and the last step is the end', () => {
  fc.assert(
    fc.property(weights, weights, percents, (given, wanted, parts) => {
      const from = wholeOf(given);
      const to = wholeOf(Object.fromEntries(Object.keys(given).map((name, i) => [name, Object.values(wanted)[i] ?? 7])));
      const steps = stepsBetween(from, to, parts);
      const course = [from, ...steps.map(step => step.weights)];
      for (const each of course) expect(sum(each)).toBe(WHOLE);
      expect(sameWeights(course.at(-1)!, to)).toBe(true);
      for (const name of Object.keys(from)) {
        const way = course.map(each => each[name]!);
        const sorted = [...way].sort((a, b) => (to[name]! >= from[name]! ? a - b : b - a));
        expect(way).toEqual(sorted);
      }
    }),
  );
});
