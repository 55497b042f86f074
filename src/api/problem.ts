import { STATUS_CODES } from 'node:http';
import type { Finding } from '../model/declared.ts';
import type { ProblemView } from './contract.ts';
import { NotReloaded, NotServed, NotStored } from './operations.ts';

export interface FieldError {
  /** The path of the key in the body or the query; `body` for the whole. */
  readonly field: string;
  readonly message: string;
}

interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly findings?: readonly Finding[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a call could not be answered for; thrown anywhere below a route, and turned into a response in one place. */
export class Problem extends Error {
  readonly status: number;
  readonly extras: ProblemExtras;

  constructor(status: number, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.extras = extras;
  }
}

/** The body of a problem, `application/problem+json` (RFC 9457 section 3). */
export function presentProblem({ status, message, extras }: Problem): ProblemView {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    ...(extras.errors && { errors: [...extras.errors] }),
    ...(extras.findings && { findings: [...extras.findings] }),
  };
}

/** A problem of the input, from all that is wrong with it. */
export function badInput(errors: readonly FieldError[]): Problem {
  return new Problem(400, errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors });
}

/** What is told of an error that no route foresaw: the framework's own 4xx keep their status, all else is a 500 that says no more. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (UNAVAILABLE.some(type => error instanceof type)) return new Problem(503, (error as Error).message);
  const { statusCode, message } = error as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, DETAILS[statusCode] ?? String(message));
  }
  return new Problem(500, "this is a fault of Meridian's own; its log says more");
}

const UNAVAILABLE = [NotStored, NotServed, NotReloaded];

const DETAILS: Readonly<Record<number, string>> = {
  413: 'the body is longer than 64 KiB',
  415: 'the body must be JSON, with content-type application/json',
};
