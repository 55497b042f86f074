import type { TtlPlanView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { count, presentMs } from './words.ts';

type Choice = TtlPlanView['declared'];

const KEYS = ['interval', 'timeout', 'fall', 'confirm'] as const;

const HEADS = ['', 'INTERVAL', 'TIMEOUT', 'FALL', 'CONFIRM', 'TTL', ' EXPECTED', '    WORST', ' IF TOLD', 'QUERIES/H', 'PROBES/S', ''];

/** A plan for people: what things cost as declared, with one key changed and as chosen; then why, and what to write. */
export function presentTtlPlan(plan: TtlPlanView): string {
  const { declared, chosen, best, choices } = plan;
  const taken = chosen ?? best;
  const alike = choices.filter(choice => isDeclared(choice, declared));
  const near = choices.filter(choice => changes(choice, declared) === 1 && choice !== taken);
  const rows = [
    row(declared, 'as declared'),
    ...alike
      .filter(choice => !isSame(choice, taken) && choice.ttl_seconds !== declared.ttl_seconds)
      .map(choice => row(choice, words(choice))),
    ...near.filter(choice => !isSame(choice, taken)).map(choice => row(choice, words(choice))),
    row(taken, chosen ? 'chosen' : 'the best there is', '*'),
  ];
  return [
    headOf(plan),
    table(HEADS, rows, 2),
    'Losses are those of an endpoint that falls silent, and under IF TOLD those, on average, of one that refuses or answers wrongly.',
    plain(plan.why).replace(/^./, first => first.toUpperCase()),
    plan.yaml
      .split('\n')
      .map(line => `  ${line}`)
      .join('\n'),
  ].join('\n\n');
}

function headOf({
  name,
  loss_ms: loss,
  rto_ms: rto,
  vantages,
  provider_floor_seconds: floor,
  slowest_monitor: monitor,
}: TtlPlanView): string {
  const asked = loss === null ? `at most ${presentMs(rto!)} of traffic at worst` : `at most ${presentMs(loss)} of traffic on average`;
  const given = [
    count(vantages, 'vantage'),
    `monitor ${plain(monitor)}`,
    ...(floor === null ? [] : [`TTLs of a provider, ${floor}s at least`]),
  ];
  return `${plain(name)} is to lose ${asked} when an endpoint fails; ${given.join(', ')}`;
}

function row(choice: Choice, note: string, mark = ''): string[] {
  const { interval, timeout, fall, confirm, ttl_seconds: ttl, queries_per_hour: queries, probes_per_second: probes } = choice;
  const spans = [choice.expected_ms, choice.worst_ms, choice.expected_told_ms].map((ms, i) => presentMs(ms).padStart([9, 9, 8][i]!));
  const rates = [String(Math.round(queries)).padStart(9), String(Number(probes.toFixed(2))).padStart(8)];
  return [mark, interval, timeout, String(fall), confirm, `${ttl}s`, ...spans, ...rates, note];
}

function words({ keeps }: Choice): string {
  return keeps ? '' : 'too much';
}

function changes(choice: Choice, declared: Choice): number {
  return KEYS.filter(key => choice[key] !== declared[key]).length;
}

function isDeclared(choice: Choice, declared: Choice): boolean {
  return changes(choice, declared) === 0;
}

function isSame(a: Choice, b: Choice): boolean {
  return changes(a, b) === 0 && a.ttl_seconds === b.ttl_seconds;
}
