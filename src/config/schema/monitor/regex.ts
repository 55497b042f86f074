import { z } from 'zod';
import { riskyGroup } from '../../../lib/pattern-risk.ts';
import { found } from '../found.ts';
import { text } from '../scalar.ts';

const REGEX = 'a regular expression of 1 to 1000 characters';

/** A regular expression that is safe to run over what others send. */
export const regex = text(REGEX)
  .max(1000, { error: REGEX })
  .transform((written, context) => {
    const mistake = mistakeOf(written);
    if (mistake === undefined) return written;
    context.issues.push({ code: 'custom', input: written, message: mistake });
    return z.NEVER;
  });

function mistakeOf(pattern: string): string | undefined {
  try {
    RegExp(pattern);
  } catch (error) {
    const why = (error as Error).message.split(': ').at(-1);
    return `expected a regular expression, found ${found(pattern)} (${why})`;
  }
  const group = riskyGroup(pattern);
  return group && `expected a regular expression that repeats no group with a repetition or alternatives in it, found ${found(group)}`;
}
