import { parseDurationMs } from '../lib/duration.ts';
import { showValue } from './expected.ts';
import type { FieldError } from './problem.ts';

interface Span {
  readonly leastMs: number;
  readonly mostMs: number;
  /** What is expected, in words. */
  readonly form: string;
}

/** Milliseconds of a duration within bounds; undefined where there is none, or where it is wrong, which is then added to `errors`. */
export function readSpan(
  errors: FieldError[],
  field: string,
  text: string | undefined,
  { leastMs, mostMs, form }: Span,
): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
  errors.push({ field, message: `expected ${form}, found ${showValue(text)}` });
  return undefined;
}
