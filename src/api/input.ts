import type { z } from 'zod';
import { nearestWord } from '../lib/suggest.ts';
import { showValue } from './expected.ts';
import { parseExpiry } from './expiry.ts';
import { badInput, type FieldError } from './problem.ts';

/** What is wrong with the times of a body; `body` is whatever came. */
export type Judge = (body: unknown, nowMs: number) => FieldError[];

interface Occasion {
  readonly whole: 'body' | 'query';
  readonly nowMs: number;
  readonly judge?: Judge | undefined;
}

/**
 * What `schema` makes of a body or a query. Throws a Problem that names every bad field at once.
 * `expires` is judged here too, since a schema has no clock; `judge` does so for other times.
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown, { whole, nowMs, judge }: Occasion): T {
  const result = schema.safeParse(input);
  const errors = result.success ? [] : result.error.issues.flatMap(issue => fieldErrors(issue, whole, schema));
  errors.push(...(judge?.(input, nowMs) ?? []));
  const expires = shapeOf(schema).includes('expires') ? (input as { expires?: unknown } | null | undefined)?.expires : undefined;
  if (typeof expires === 'string' && parseExpiry(expires, nowMs) === undefined) {
    errors.push({
      field: 'expires',
      message: `expected a duration such as "30m", or an RFC 3339 time to come, found ${showValue(expires)}`,
    });
  }
  if (!result.success || errors.length > 0) throw badInput(errors);
  return result.data;
}

function fieldErrors(issue: z.core.$ZodIssue, whole: string, schema: z.ZodType): FieldError[] {
  if (issue.code !== 'unrecognized_keys') {
    const field = issue.path.join('.');
    return [field === '' ? { field: whole, message: `expected an object, with ${keysOf(schema)}` } : { field, message: issue.message }];
  }
  return issue.keys.map(key => ({ field: [...issue.path, key].join('.'), message: unknownKey(key, schema) }));
}

function unknownKey(key: string, schema: z.ZodType): string {
  const near = nearestWord(key, shapeOf(schema));
  return near === undefined ? `unknown key; expected ${keysOf(schema)}` : `unknown key; did you mean ${near}?`;
}

function keysOf(schema: z.ZodType): string {
  return shapeOf(schema).join(', ') || 'no keys at all';
}

function shapeOf(schema: z.ZodType): string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : [];
}
