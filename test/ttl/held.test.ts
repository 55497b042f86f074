import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldOf, leftOf, runOutOf } from '../../src/ttl/held.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';

const A = '203.0.113.10';
const B = '2001:db8::20';

test('half, 90 %, 99 % and the last answer run out one after the other', () => {
  const clock = fakeClock(1_000_000);
  const answers = new MemoryAnswers(clock);
  answers.give(A, 5, 50);
  answers.give(A, 20, 40);
  answers.give(A, 30, 9);
  answers.give(A, 60, 1);
  const held = heldOf(answers.read(), [A]);
  expect(held.answers).toBe(100);
  expect(runOutOf(held)).toEqual({ halfAtMs: 1_005_000, ninetyAtMs: 1_020_000, ninetyNineAtMs: 1_030_000, lastAtMs: 1_060_000 });
  expect([0, 4999, 5000, 20_000, 59_999, 60_000].map(ms => leftOf(held, 1_000_000 + ms))).toEqual([100, 100, 50, 10, 1, 0]);
});

test('of several addresses each counts once, however often it is named', () => {
  const answers = new MemoryAnswers(fakeClock());
  answers.give(A, 5, 3);
  answers.give(B, 5, 4);
  expect(heldOf(answers.read(), [A, B, A]).answers).toBe(7);
});

test('nothing is held of an address that was never answered, or long ago', () => {
  const clock = fakeClock();
  const answers = new MemoryAnswers(clock);
  answers.give(A, 5);
  clock.advance(5000);
  const held = heldOf(answers.read(), [A, B]);
  expect(held.answers).toBe(0);
  expect(runOutOf(held)).toBeUndefined();
  expect(leftOf(held, clock.now())).toBe(0);
});

test('whatever was given, no more is left later, nothing after the last, and each part has run out when it is said to', () => {
  const given = fc.array(fc.record({ address: fc.constantFrom(A, B), ttl: fc.integer({ min: 1, max: 600 }) }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(given, list => {
      const clock = fakeClock();
      const answers = new MemoryAnswers(clock);
      for (const { address, ttl } of list) answers.give(address, ttl);
      const held = heldOf(answers.read(), [A, B]);
      expect(held.answers).toBe(list.length);
      const { halfAtMs, ninetyAtMs, ninetyNineAtMs, lastAtMs } = runOutOf(held)!;
      const moments = [clock.now(), halfAtMs, ninetyAtMs, ninetyNineAtMs, lastAtMs];
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      const left = moments.map(atMs => leftOf(held, atMs) / list.length);
      for (const [i, most] of [1, 0.5, 0.1, 0.01, 0].entries()) expect(left[i]).toBeLessThanOrEqual(most + 1e-9);
      // One moment before, less than the part had run out.
      expect(leftOf(held, halfAtMs - 1) / list.length).toBeGreaterThan(0.5);
      expect(leftOf(held, lastAtMs - 1)).toBeGreaterThan(0);
    }),
  );
});
