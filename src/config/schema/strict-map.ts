import { z } from 'zod';
import { didYouMean } from '../../lib/suggest.ts';

/**
 * An object that has no other keys than those of `shape`. `expected` says what it is, for a value that is no map at all, and `keys`
 * what the keys are, where a list of them would not say it.
 * The message for unknown keys has one line for each, in their order.
 */
export function strictMap<Shape extends z.core.$ZodLooseShape>(expected: string, shape: Shape, keys?: string) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? issue.keys.map(key => unknownKey(key, known, keys)).join('\n') : expected),
  });
}

function unknownKey(key: string, known: readonly string[], expected: string | undefined): string {
  if (expected !== undefined) return `expected ${expected}; found key \`${key}\`${didYouMean(key, known)}`;
  return `unknown key${didYouMean(key, known) || ` (the keys here are ${known.join(', ')})`}`;
}
