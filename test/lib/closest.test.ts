import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closest } from '../../src/lib/closest.ts';

const POOLS = ['web-hangzhou', 'web-beijing', 'web-singapore'];

test.each([
  ['web-hangzou', 'web-hangzhou'],
  ['web-bejiing', 'web-beijing'],
  ['WEB-BEIJING', 'web-beijing'],
  ['wieght', 'weight'],
  ['b', 'a'],
])('%s was meant to be %s', (word, meant) => expect(closest(word, [...POOLS, 'weight', 'a'])).toBe(meant));

test.each(['', 'database', 'web'])('nothing is near "%s"', word => expect(closest(word, POOLS)).toBeUndefined());

test('one edit in a long word is always found', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{6,20}$/), fc.nat(), (word, at) => {
      const i = at % word.length;
      expect(closest(word.slice(0, i) + word.slice(i + 1), [word])).toBe(word);
    }),
  );
});
