import type { Monitor } from '../model/monitor.ts';
import type { LossBudget, TtlRange } from '../model/steering.ts';
import type { Detection } from './detection.ts';
import type { Loss } from './loss.ts';
import { longestTtl, lossWith } from './solve.ts';
import { alignedAfterMs, slowestOf, watchOf } from './watch.ts';

/** A budget, and what else bears on the TTL that keeps it. */
export interface BudgetQuestion {
  readonly budget: LossBudget;
  /** Of the pools that the record is answered from, those that decide; at least one. */
  readonly monitors: readonly Monitor[];
  /** What an answer lives for once there is a doubt, unless that is more than the TTL found. */
  readonly doubtedSeconds: number;
  readonly leastSeconds: number;
  readonly mostSeconds: number;
  readonly align: TtlRange['align'];
}

export type BudgetAnswer =
  | { readonly kind: 'kept'; readonly seconds: number }
  /** No TTL keeps it: the loss with the least one. */
  | { readonly kind: 'unmet'; readonly slowest: Monitor; readonly detection: Detection; readonly least: Loss };

/**
 * The longest TTL that keeps a budget, whichever of the monitors has to find the failure. It is kept for an endpoint that fails in silence,
 * which takes longest to find out; one that tells costs less.
 */
export function solveBudget(question: BudgetQuestion): BudgetAnswer {
  const { budget, monitors, align } = question;
  const { monitor, detection } = slowestOf(monitors, budget.vantages, 'silent');
  const bounds = { ...question, alignedAfterMs: alignedAfterMs(watchOf(monitor, budget.vantages), align) };
  const found = longestTtl(detection, budget, bounds);
  if (found) return { kind: 'kept', seconds: found.seconds };
  return { kind: 'unmet', slowest: monitor, detection, least: lossWith(detection, question.leastSeconds, bounds) };
}
