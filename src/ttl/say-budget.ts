import { formatDuration } from '../lib/duration.ts';
import type { Monitor } from '../model/monitor.ts';
import type { LossBudget } from '../model/steering.ts';
import type { BudgetAnswer, BudgetQuestion } from './budget.ts';
import type { Detection } from './detection.ts';
import { type Remedy, remediesOf } from './remedies.ts';

/** Why a budget cannot be kept: what detection alone costs, and what would help. */
export function sayUnmet(question: BudgetQuestion, { slowest, detection, least }: Extract<BudgetAnswer, { kind: 'unmet' }>): string {
  const { budget, leastSeconds } = question;
  const [found, lost] = budget.of === 'expected' ? [detection.expectedMs, least.expectedMs] : [detection.worstMs, least.worstMs];
  const who = `monitor ${slowest.name} (${sayRhythm(slowest)}; ${sayVantages(budget.vantages)})`;
  const detected = `${who} takes ${sayMs(found)} ${sayOf(budget.of)} to find out that an endpoint has fallen silent`;
  const withLeast = `with a TTL of ${leastSeconds}s the loss is ${sayMs(lost)}`;
  return `no TTL keeps the loss within ${formatDuration(budget.ms)}: ${detected}, and ${withLeast}; ${sayHelp(question)}`;
}

/** `10s`, `9.5s`, `41ms`. */
export function sayMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${Number((ms / 1000).toFixed(1))}s`;
}

/** `interval 10s, timeout 2s, fall 2, confirm 500ms`. */
export function sayRhythm({
  intervalMs,
  timeoutMs,
  fall,
  confirmMs,
}: Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'confirmMs'>): string {
  const confirm = confirmMs === undefined ? 'off' : formatDuration(confirmMs);
  return `interval ${formatDuration(intervalMs)}, timeout ${formatDuration(timeoutMs)}, fall ${fall}, confirm ${confirm}`;
}

/** `on average` or `at worst`. */
export function sayOf(of: LossBudget['of']): string {
  return of === 'expected' ? 'on average' : 'at worst';
}

/** `one vantage`, `3 vantages`. */
export function sayVantages(vantages: number): string {
  return vantages === 1 ? 'one vantage' : `${vantages} vantages`;
}

/** The mean detection in its parts: `half an interval …`. */
export function sayDetection({ lookEveryMs, verdictMs }: Detection): string {
  return `${sayMs(lookEveryMs / 2)} until the next look and ${sayMs(verdictMs)} until the verdict`;
}

function sayHelp(question: BudgetQuestion): string {
  const remedies = remediesOf(question).map(sayRemedy);
  if (remedies.length === 0)
    return 'no change of a single key is enough: take a larger budget, or both a shorter interval and a shorter timeout';
  return `what would keep it: ${remedies.join(', or ')}`;
}

function sayRemedy({ change, to, seconds }: Remedy): string {
  const value = change === 'fall' || change === 'vantages' ? String(to) : formatDuration(to);
  return `${change} ${value} (TTL ${seconds}s)`;
}
