import { expect, test } from 'vitest';
import { knownOr } from '../../src/lib/known-or.ts';

test('what is known is not made again, whatever it is', () => {
  const known = new Map<string, number>();
  const made: string[] = [];
  const make = (key: string) => () => made.push(key) - 1;
  expect(['a', 'b', 'a', 'b'].map(key => knownOr(known, key, make(key)))).toEqual([0, 1, 0, 1]);
  expect(made).toEqual(['a', 'b']);
});
