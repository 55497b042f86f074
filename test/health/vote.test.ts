import { expect, test } from 'vitest';
import { observeVote, silentVote, type Vote, withoutStreak } from '../../src/health/vote.ts';
import { observation } from './declare.ts';

const limits = { fall: 2, rise: 3 };

/** The reasons after each result: `+` and `-` from an unobserved target. */
function reasons(results: string): string[] {
  let state = silentVote('unknown');
  return [...results].map(result => {
    state = observeVote(state, observation(result === '+'), limits);
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
  expect(reasons('--+++')).toEqual([
    'embedded: status 503 (1 of 2)',
    'embedded: status 503 (2 of 2)',
    'embedded: status 200 (1 of 3)',
    'embedded: status 200 (2 of 3)',
    'embedded: status 200 (3 of 3)',
  ]);
});

test('a result that says again what is known is the same state; a new reason is not', () => {
  const down = ['-', '-'].reduce((state: Vote) => observeVote(state, observation(false), limits), silentVote('unknown'));
  expect(observeVote(down, observation(false), limits)).toBe(down);
  expect(observeVote(down, observation(false, { reason: 'connect refused' }), limits)).toEqual({
    ...down,
    reason: 'embedded: connect refused',
    words: 'embedded: connect refused',
  });
});

test('a vantage of which nothing was heard goes along with a known verdict until it knows better', () => {
  expect(observeVote(silentVote('down'), observation(true), limits)).toMatchObject({
    verdict: 'down',
    streak: 1,
    reason: 'embedded: status 200 (1 of 3)',
  });
});

test('a forgotten streak leaves the reason without its place in it', () => {
  const wavering = observeVote(silentVote('up'), observation(false), limits);
  expect(withoutStreak(wavering)).toEqual({ verdict: 'up', streak: 0, reason: 'embedded: status 503', words: 'embedded: status 503' });
  const steady = silentVote('up');
  expect(withoutStreak(steady)).toBe(steady);
});
