import { expect, test } from 'vitest';
import { didYouMean, nearestWord } from '../../src/lib/suggest.ts';

const POLICIES = ['failover', 'weighted', 'geo', 'nearest'];

test.each([
  ['failver', 'failover'],
  ['wieghted', 'weighted'],
  ['Geo', 'geo'],
  ['nearset', 'nearest'],
])('%s is near %s', (word, known) => expect(nearestWord(word, POLICIES)).toBe(known));

test.each(['', 'policy', 'latency', 'x'])('"%s" is near none', word => expect(nearestWord(word, POLICIES)).toBeUndefined());

test('of two, the nearer one; of equals, the first', () => {
  expect(nearestWord('web-a', ['web-bb', 'web-b', 'web-c'])).toBe('web-b');
});

test('the question stands behind what was found, or nothing does', () => {
  expect(didYouMean('prot', ['port', 'path'])).toBe(' (did you mean `port`?)');
  expect(didYouMean('colour', ['port', 'path'])).toBe('');
});
