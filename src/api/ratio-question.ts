import { fitRatio } from '../lib/ratio.ts';
import type { RatioIntent, RecordTarget } from '../model/intent.ts';
import type { SteeringNode } from '../model/steering.ts';
import { showValue } from './expected.ts';
import { parseExpiry } from './expiry.ts';
import { readInput } from './input.ts';
import { badInput, type FieldError, Problem } from './problem.ts';
import { ratioFacts } from './ratio-contract.ts';

/** What a call says of a ratio. */
export interface RatioCall {
  /** As it came. */
  readonly body: unknown;
  readonly query: { readonly reason?: string | undefined; readonly expires?: string | undefined };
  readonly author: string;
}

/** What the ratio is for, and when. */
export interface RatioOccasion {
  readonly target: RecordTarget;
  readonly steer: SteeringNode;
  readonly nowMs: number;
}

const FORM = 'expected an object of weights by the name of the branch, such as {"web-a": 10, "web-b": 90}';
const WEIGHT = 'expected an integer from 0 to 65535';

/**
 * The intent that a call asks for. Throws a Problem that tells all that is wrong at once: a 400 where a value is not what it should be, and a 422
 * where the values are good but do not fit the record.
 */
export function readRatio({ body, query, author }: RatioCall, { target, steer, nowMs }: RatioOccasion): RatioIntent {
  if (!isObject(body)) throw badInput([{ field: 'body', message: `${FORM}, found ${showValue(body)}` }]);
  const errors: FieldError[] = [];
  const isWhole = isObject(body.weights);
  const facts = isWhole ? collecting(errors, () => readInput(ratioFacts, body, { whole: 'body', nowMs })) : undefined;
  const fieldOf = (branch: string) => (isWhole ? `weights.${branch}` : branch);
  const given = Object.entries(isObject(body.weights) ? body.weights : body);
  errors.push(...given.flatMap(([branch, value]) => weightErrors(fieldOf(branch), value, isWhole)), ...twice(query, facts));
  const weights = Object.fromEntries(given.map(([branch, value]): [string, number] => [branch, isWeight(value) ? value || 0 : 1]));
  const fit = fitRatio(steer, weights);
  const misfits = fit.fits ? [] : fit.faults.map(({ branch, message }) => misfit(branch, message));
  const told = new Set(errors.map(({ field }) => field));
  if (errors.length > 0) throw badInput([...errors, ...misfits.filter(({ field }) => !told.has(field))]);
  if (misfits.length > 0)
    throw new Problem(422, misfits.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors: misfits });
  const { reason = '', expires } = { ...facts, ...query };
  const expiresAtMs = expires === undefined ? undefined : parseExpiry(expires, nowMs);
  return { kind: 'ratio', target, weights, author, reason, createdAtMs: nowMs, expiresAtMs };

  function misfit(branch: string | undefined, message: string): FieldError {
    return { field: branch === undefined ? (isWhole ? 'weights' : 'body') : fieldOf(branch), message };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWeight(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
}

function weightErrors(field: string, value: unknown, isWhole: boolean): FieldError[] {
  if (isWeight(value)) return [];
  const isFact = !isWhole && (field === 'reason' || field === 'expires');
  const hint = isFact ? `; beside weights a ${field} goes into the query, or into {"weights": {…}, "${field}": …}` : '';
  return [{ field, message: `${WEIGHT}, found ${showValue(value)}${hint}` }];
}

function twice(query: RatioCall['query'], facts: RatioCall['query'] | undefined): FieldError[] {
  const keys = ['reason', 'expires'] as const;
  const both = keys.filter(key => query[key] !== undefined && facts?.[key] !== undefined);
  return both.map(field => ({ field, message: 'stands in the query and in the body; expected it in one of them' }));
}

/** What `read` gives; undefined where it finds errors, which are added to the others. */
function collecting<T>(errors: FieldError[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Problem) || !error.extras.errors) throw error;
    errors.push(...error.extras.errors);
    return undefined;
  }
}
