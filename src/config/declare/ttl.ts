import { formatDuration } from '../../lib/duration.ts';
import { poolsOf } from '../../lib/record-pools.ts';
import type { Monitor } from '../../model/monitor.ts';
import type { LossBudget, Pool, SteeringNode, TtlRange } from '../../model/steering.ts';
import { type BudgetQuestion, solveBudget } from '../../ttl/budget.ts';
import { sayUnmet } from '../../ttl/say-budget.ts';
import type { TtlInput } from '../schema/ttl.ts';
import type { Path } from '../yaml/path.ts';
import { onlyInforms } from './informing.ts';
import type { TreeContext } from './tree-check/registry.ts';

/** The TTL in seconds that keeps a budget, or why none does. */
export type SolvedBudget = number | string;

export interface TtlContext extends TreeContext {
  /** What was solved for this file already: many records ask the same of the same monitors. */
  readonly budgets: Map<string, SolvedBudget>;
}

const DEFAULT_MIN_SECONDS = 5;
const DEFAULT_MAX_SECONDS = 60;
/** The most that a budget is solved for: that of every TTL. */
const MOST_SECONDS = 86_400;

/** How long the answers of a record may be cached. A budget is turned into the longest TTL that keeps it; one that cannot be kept is an error. */
export function declareTtl(context: TtlContext, path: Path, record: { readonly input: TtlInput; readonly steer: SteeringNode }): TtlRange {
  const { draft } = context;
  const { min, max, align, vantages } = record.input;
  const limit = limitOf(context, path, record.input);
  const range = {
    minSeconds: min ?? DEFAULT_MIN_SECONDS,
    maxSeconds: max ?? (limit ? MOST_SECONDS : DEFAULT_MAX_SECONDS),
    ...(align && { align }),
  };
  if (min !== undefined && range.minSeconds > range.maxSeconds) {
    const [least, most] = [range.minSeconds, range.maxSeconds].map(seconds => formatDuration(seconds * 1000));
    draft.error(path, `min ${least} is more than max ${most}`);
    return range;
  }
  if (!limit) {
    if (vantages !== undefined) draft.errorAtKey([...path, 'vantages'], 'counts only with budget or rto, and there is neither');
    return { ...range, minSeconds: Math.min(range.minSeconds, range.maxSeconds) };
  }
  const monitors = watchingMonitors(context, [...path, limit.key], record.steer);
  if (!monitors) return range;
  const { budget } = limit;
  const question = { budget, monitors, doubtedSeconds: range.minSeconds, leastSeconds: min ?? 1, mostSeconds: range.maxSeconds, align };
  return solved(context, [...path, limit.key], { question, range });
}

function limitOf({ draft }: TreeContext, path: Path, input: TtlInput): { key: 'budget' | 'rto'; budget: LossBudget } | undefined {
  const { budget, rto, vantages = 1 } = input;
  if (budget !== undefined && rto !== undefined) draft.errorAtKey([...path, 'rto'], 'expected either budget or rto, found both');
  if (budget !== undefined) return { key: 'budget', budget: { of: 'expected', ms: budget, vantages } };
  return rto === undefined ? undefined : { key: 'rto', budget: { of: 'worst', ms: rto, vantages } };
}

function solved(
  context: TtlContext,
  path: Path,
  { question, range }: { readonly question: BudgetQuestion; readonly range: TtlRange },
): TtlRange {
  const key = JSON.stringify(question);
  const answer = context.budgets.get(key) ?? solve(question);
  context.budgets.set(key, answer);
  if (typeof answer === 'string') {
    context.draft.error(path, answer);
    return range;
  }
  return { ...range, minSeconds: Math.min(range.minSeconds, answer), maxSeconds: answer, budget: question.budget };
}

function solve(question: BudgetQuestion): SolvedBudget {
  const answer = solveBudget(question);
  return answer.kind === 'kept' ? answer.seconds : sayUnmet(question, answer);
}

/** The monitors that find the failures of every pool of a tree; undefined where those of one are not known, or, which is an error, there are none. */
function watchingMonitors(context: TtlContext, path: Path, steer: SteeringNode): readonly Monitor[] | undefined {
  const { draft, pools, monitors } = context;
  const names = [...poolsOf({ steer, whenAllDown: { kind: 'serve_all' } })];
  const used = names.flatMap(name => pools.get(name) ?? []);
  const unwatched = used.filter(pool => pool.monitors.length === 0 || onlyInforms(pool, monitors));
  if (unwatched.length > 0) draft.error(path, sayUnwatched(unwatched));
  const listed = new Set(used.flatMap(pool => pool.monitors));
  const known = [...listed].flatMap(name => monitors.get(name) ?? []);
  const complete = used.length === names.length && known.length === listed.size && unwatched.length === 0;
  return complete ? known.filter(({ role }) => role === 'vote') : undefined;
}

function sayUnwatched(pools: readonly Pool[]): string {
  const names = pools.map(({ name }) => `\`${name}\``).join(', ');
  const help = 'give it a monitor, or have it in when_all_down, where nothing is expected of it';
  return `cannot be kept: no monitor decides on pool ${names}, so nobody finds out when it fails; ${help}`;
}
