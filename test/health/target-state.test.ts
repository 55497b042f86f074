import { expect, test } from 'vitest';
import { observeTarget, restored, type TargetState, unobserved, withoutStreak } from '../../src/health/target-state.ts';
import { observation } from './declare.ts';

const limits = { fall: 2, rise: 3 };

/** The reasons after each result: `+` and `-` from an unobserved target. */
function reasons(results: string): string[] {
  let state = unobserved(0);
  return [...results].map(result => {
    state = observeTarget(state, observation(result === '+'), limits);
    return state.reason;
  });
}

test('reasons tell the last result and its place in a streak', () => {
  expect(reasons('+-+--')).toEqual([
    'embedded: status 200',
    'embedded: status 503 (1 of 2)',
    'embedded: status 200',
    'embedded: status 503 (1 of 2)',
    'embedded: status 503 (2 of 2)',
  ]);
  expect(reasons('-+++')).toEqual([
    'embedded: status 503',
    'embedded: status 200 (1 of 3)',
    'embedded: status 200 (2 of 3)',
    'embedded: status 200 (3 of 3)',
  ]);
});

test('a result that says again what is known is the same state; a new reason is not', () => {
  const down = ['-', '-'].reduce((state: TargetState) => observeTarget(state, observation(false), limits), unobserved(0));
  expect(observeTarget(down, observation(false), limits)).toBe(down);
  expect(observeTarget(down, observation(false, { reason: 'connect refused' }), limits)).toEqual({
    ...down,
    reason: 'embedded: connect refused',
    words: 'embedded: connect refused',
  });
});

test('the verdict dates from the result that turned it', () => {
  const up = observeTarget(unobserved(0), observation(true, { atMs: 10 }), limits);
  const once = observeTarget(up, observation(false, { atMs: 20 }), limits);
  const twice = observeTarget(once, observation(false, { atMs: 30 }), limits);
  expect([up.sinceMs, once.sinceMs, twice.sinceMs]).toEqual([10, 10, 30]);
});

test('a restored verdict behaves as that verdict with no streak', () => {
  const down = restored({ verdict: 'down', reason: 'embedded: status 503 (2 of 2)', sinceMs: 7 });
  expect(observeTarget(down, observation(true), limits)).toMatchObject({
    verdict: 'down',
    streak: 1,
    reason: 'embedded: status 200 (1 of 3)',
    sinceMs: 7,
  });
});

test('a forgotten streak leaves the reason without its place in it', () => {
  const wavering = observeTarget(restored({ verdict: 'up', reason: '', sinceMs: 7 }), observation(false), limits);
  expect(withoutStreak(wavering)).toEqual({
    verdict: 'up',
    streak: 0,
    reason: 'embedded: status 503',
    words: 'embedded: status 503',
    sinceMs: 7,
  });
  const steady = unobserved(0);
  expect(withoutStreak(steady)).toBe(steady);
});
