import { showValue } from './expected.ts';
import { parseMoment } from './expiry.ts';
import { FROM, type MaintenanceChange, UNTIL } from './intent-contract.ts';
import type { FieldError } from './problem.ts';

/** When planned work begins and ends, in milliseconds since the epoch. */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The window of a change whose times are good. */
export function readWindow({ from, until }: Pick<MaintenanceChange, 'from' | 'until'>, nowMs: number): Window {
  const fromMs = from === undefined ? nowMs : parseMoment(from, nowMs)!;
  return { fromMs, untilMs: parseMoment(until, fromMs)! };
}

/** What is wrong with the times of a body, as far as they are texts: its schema has no clock. A beginning may lie in the past. */
export function windowErrors(body: unknown, nowMs: number): FieldError[] {
  const { from, until } = (body ?? {}) as { from?: unknown; until?: unknown };
  const fromMs = typeof from === 'string' ? parseMoment(from, nowMs) : nowMs;
  const untilMs = typeof until === 'string' ? parseMoment(until, fromMs ?? nowMs) : undefined;
  const errors: FieldError[] = [];
  if (fromMs === undefined) errors.push({ field: 'from', message: `expected ${FROM}, found ${showValue(from)}` });
  if (typeof until === 'string' && !(untilMs !== undefined && untilMs > Math.max(nowMs, fromMs ?? nowMs)))
    errors.push({ field: 'until', message: `expected ${UNTIL}, found ${showValue(until)}` });
  return errors;
}
