import type { Monitor } from '../model/monitor.ts';
import { type BudgetQuestion, solveBudget } from './budget.ts';

/** One change by which a budget can be kept, and the TTL that this leaves. */
export interface Remedy {
  /** What is changed: a key of a monitor, or the vantages counted on. */
  readonly change: 'interval' | 'timeout' | 'fall' | 'confirm' | 'vantages';
  /** Milliseconds, or how many. */
  readonly to: number;
  readonly seconds: number;
}

/** What people write, the longest first. */
export const INTERVALS_MS: readonly number[] = [60_000, 30_000, 20_000, 15_000, 10_000, 5000, 3000, 2000, 1000, 500];
export const TIMEOUTS_MS: readonly number[] = [5000, 3000, 2000, 1000, 500, 250];
export const CONFIRMS_MS: readonly number[] = [1000, 500, 250, 100];
const FALLS: readonly number[] = [3, 2, 1];
const VANTAGES: readonly number[] = [2, 3, 5];

/** The changes of one thing that keep a budget which is not kept as things are, each as small as is enough; of all monitors that are slower. */
export function remediesOf(question: BudgetQuestion): readonly Remedy[] {
  const { monitors, budget } = question;
  const trying = (change: Remedy['change'], steps: readonly number[], apply: (to: number) => Partial<BudgetQuestion>) =>
    firstKept(question, change, steps, apply);
  const each = (map: (monitor: Monitor) => Monitor) => ({ monitors: monitors.map(map) });
  return [
    trying('interval', INTERVALS_MS, to => each(monitor => withInterval(monitor, to))),
    trying('timeout', TIMEOUTS_MS, to => each(monitor => ({ ...monitor, timeoutMs: Math.min(monitor.timeoutMs, to) }))),
    trying('fall', FALLS, to => each(monitor => ({ ...monitor, fall: Math.min(monitor.fall, to) }))),
    trying('confirm', CONFIRMS_MS, to => each(monitor => withConfirm(monitor, to))),
    trying('vantages', VANTAGES, to => ({ budget: { ...budget, vantages: Math.max(budget.vantages, to) } })),
  ].flat();
}

/** Looked at at least so often. A probe does not take longer than its interval. */
export function withInterval(monitor: Monitor, intervalMs: number): Monitor {
  if (monitor.intervalMs <= intervalMs) return monitor;
  const { confirmMs } = monitor;
  const confirmed = confirmMs !== undefined && confirmMs < intervalMs ? confirmMs : undefined;
  return { ...monitor, intervalMs, timeoutMs: Math.min(monitor.timeoutMs, intervalMs), confirmMs: confirmed };
}

/** Confirmed at least so soon; where the next turn comes sooner, that does. */
export function withConfirm(monitor: Monitor, confirmMs: number): Monitor {
  return confirmMs < Math.min(monitor.intervalMs, monitor.confirmMs ?? monitor.intervalMs) ? { ...monitor, confirmMs } : monitor;
}

function firstKept(
  question: BudgetQuestion,
  change: Remedy['change'],
  steps: readonly number[],
  apply: (to: number) => Partial<BudgetQuestion>,
): readonly Remedy[] {
  for (const to of steps) {
    const answer = solveBudget({ ...question, ...apply(to) });
    if (answer.kind === 'kept') return [{ change, to, seconds: answer.seconds }];
  }
  return [];
}
