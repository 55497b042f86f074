import { z } from 'zod';
import { didYouMean } from '../../lib/suggest.ts';

/** What to say of keys besides those of the shape. */
export interface UnknownKeys {
  /** Keys that a later version will have. */
  readonly later?: readonly string[];
  /** Put before what was found; `unknown key` where it is not given. */
  readonly expected?: string;
}

/**
 * An object that has no other keys than those of `shape`. `expected` says what it is, for a value that is no map at all.
 * The message for unknown keys has one line for each, in their order.
 */
export function strictMap<Shape extends z.core.$ZodLooseShape>(expected: string, shape: Shape, unknown: UnknownKeys = {}) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? issue.keys.map(key => unknownKey(key, known, unknown)).join('\n') : expected),
  });
}

function unknownKey(key: string, known: readonly string[], { later = [], expected }: UnknownKeys): string {
  if (later.includes(key)) return 'not supported yet';
  if (expected !== undefined) return `expected ${expected}; found key \`${key}\`${didYouMean(key, known)}`;
  return `unknown key${didYouMean(key, known) || ` (the keys here are ${known.join(', ')})`}`;
}
