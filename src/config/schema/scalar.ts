import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../lib/duration.ts';
import { found } from './found.ts';

/** The names of sites, monitors, pools and endpoints. */
export const NAME = /^[A-Za-z0-9_-]{1,63}$/;

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text that is not empty; `expected` says what it means. */
export function text(expected: string) {
  return z.string({ error: expected }).min(1, { error: expected });
}

/** A list of at least one; `expected` says of what. */
export function list<Item extends z.ZodType>(expected: string, item: Item) {
  return z.array(item, { error: expected }).min(1, { error: expected });
}

/** A map whose keys are the names of `kind`s. */
export function named<Value extends z.ZodType>(kind: string, value: Value) {
  const key = z.string().regex(NAME, { error: issue => badName(kind, String(issue.input)) });
  return z.record(key, value, { error: `a map of ${kind}s by name` });
}

/** What is wrong with a name that does not match NAME. */
export function badName(kind: string, name: string): string {
  return `expected a ${kind}'s name of at most 63 letters, digits, - and _, found ${found(name)}`;
}

/** What a duration is, besides its bounds. */
interface DurationForm {
  /** What it must be a multiple of. */
  readonly unitMs?: number;
  /** A word that may stand in its place, for the message. */
  readonly or?: string;
  readonly example?: string;
}

/** A duration such as `10s`, in milliseconds, between two bounds, both included. */
export function duration(leastMs: number, mostMs: number, form: DurationForm = {}) {
  const expected = expectedDuration(leastMs, mostMs, form);
  const { unitMs = 1 } = form;
  const input = z.string({ error: expected }).meta({ pattern: '^(\\d+(ms|[smhdw]))+$' });
  return input.transform((written, context) => {
    const ms = parseDurationMs(written);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs && ms % unitMs === 0) return ms;
    context.issues.push({ code: 'custom', input: written, message: `expected ${expected}, found ${found(written)}` });
    return z.NEVER;
  });
}

function expectedDuration(leastMs: number, mostMs: number, { unitMs, or, example = '10s' }: DurationForm): string {
  const whole = unitMs === 1000 ? 'a duration in whole seconds' : 'a duration';
  return `${or === undefined ? '' : `${or}, or `}${whole} from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}, such as ${example}`;
}
