import { asName, displayName } from '../lib/dns-name.ts';
import { formatDuration, parseDurationMs } from '../lib/duration.ts';
import type { SteeredRecord } from '../model/steering.ts';
import type { TtlChoice, TtlPlan, TtlPlanQuestion } from '../model/ttl-plan.ts';
import type { Name } from '../model/zone.ts';
import { findSteeredZone, notFound, type SteeredZone } from './find.ts';
import { badInput, type FieldError, Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { type TtlChoiceView, type TtlPlanQuery, type TtlPlanView, ttlPlanQuery, ttlPlanView } from './ttl-plan-contract.ts';

/**
 * Finds what each way to watch a steered record of a zone that is served costs. `vantages` undefined: those that have a say now. A text is why
 * there is no plan.
 */
export type PlanTtl = (
  zone: Name,
  record: SteeredRecord,
  question: Omit<TtlPlanQuestion, 'vantages'> & { readonly vantages: number | undefined },
) => Promise<TtlPlan | string>;

/** `GET /v1/zones/{zone}/records/{name}/ttl-plan`: what a failure costs, and what would cost less. Nothing is changed. */
export function ttlPlanRoutes({ operations, planTtl }: ApiContext): Route[] {
  if (planTtl === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/zones/{zone}/records/{name}/ttl-plan',
      summary: 'What each choice of interval, fall, confirmation and TTL costs for a steered record, and which one keeps a loss',
      query: ttlPlanQuery,
      answer: ttlPlanView,
      async handle({ params, query }) {
        const question = readTtlPlanQuestion(query);
        const zone = findSteeredZone(operations.snapshot().declared, params.zone);
        const record = findSteered(zone, params.name);
        const plan = await planTtl(zone.name, record, question);
        if (typeof plan === 'string') throw new Problem(409, plan);
        return viewTtlPlan(plan, { zone: zone.name, owner: record.owner });
      },
    }),
  ];
}

const DAY_MS = 86_400_000;
const MOST_VANTAGES = 1000;

/** Throws a 400 with all that is wrong with it. */
function readTtlPlanQuestion(query: TtlPlanQuery): Parameters<PlanTtl>[2] {
  const errors: FieldError[] = [];
  const fail = (field: string, message: string) => errors.push({ field, message });
  const span = (field: 'loss' | 'rto' | 'provider_floor', unitMs: number) => {
    const text = query[field];
    const ms = text === undefined ? undefined : parseDurationMs(text);
    const good = ms !== undefined && ms >= Math.max(100, unitMs) && ms <= DAY_MS && ms % unitMs === 0;
    if (text !== undefined && !good)
      fail(field, `expected a duration from ${unitMs > 1 ? '1s' : '100ms'} to 1d, such as 10s, found "${text}"`);
    return good ? ms : undefined;
  };
  const [loss, rto, floor] = [span('loss', 1), span('rto', 1), span('provider_floor', 1000)];
  if (query.loss !== undefined && query.rto !== undefined) fail('rto', 'expected either loss or rto, found both');
  if (query.loss === undefined && query.rto === undefined) fail('loss', 'expected loss or rto, found neither');
  const vantages = query.vantages === undefined ? undefined : Number(query.vantages);
  if (vantages !== undefined && !(Number.isInteger(vantages) && vantages >= 1 && vantages <= MOST_VANTAGES))
    fail('vantages', `expected a whole number from 1 to ${MOST_VANTAGES}, found "${query.vantages}"`);
  if (errors.length > 0) throw badInput(errors);
  const limit = loss !== undefined ? ({ of: 'expected', ms: loss } as const) : ({ of: 'worst', ms: rto! } as const);
  return { limit, floorSeconds: floor === undefined ? undefined : floor / 1000, vantages };
}

/** The steered record at a name, relative to the zone or in full. Throws a 404. */
function findSteered({ name, steering }: SteeredZone, text: string): SteeredRecord {
  const owners = [asName(text, name), asName(text)];
  const record = steering.records.find(({ owner }) => owners.includes(owner));
  if (record) return record;
  const labels = steering.records.map(({ label }) => label);
  throw notFound('steered record', text, labels, `in zone ${displayName(name)}`);
}

function viewTtlPlan(plan: TtlPlan, { zone, owner }: { readonly zone: Name; readonly owner: Name }): TtlPlanView {
  const { limit, floorSeconds, vantages, slowest, declared, chosen, best, why, yaml, choices } = plan;
  return {
    zone: displayName(zone),
    name: displayName(owner),
    loss_ms: limit.of === 'expected' ? limit.ms : null,
    rto_ms: limit.of === 'worst' ? limit.ms : null,
    provider_floor_seconds: floorSeconds ?? null,
    vantages,
    slowest_monitor: slowest,
    declared: viewChoice(declared),
    chosen: chosen ? viewChoice(chosen) : null,
    best: viewChoice(best),
    why,
    yaml,
    choices: choices.map(viewChoice),
  };
}

function viewChoice({ rhythm, ...choice }: TtlChoice): TtlChoiceView {
  const { intervalMs, timeoutMs, fall, confirmMs } = rhythm;
  return {
    interval: formatDuration(intervalMs),
    timeout: formatDuration(timeoutMs),
    fall,
    confirm: confirmMs === undefined ? 'off' : formatDuration(confirmMs),
    ttl_seconds: choice.settledSeconds,
    ttl_in_doubt_seconds: choice.doubtedSeconds,
    aligned: choice.aligned,
    detection_ms: Math.round(choice.detectionMs),
    expected_ms: Math.round(choice.expectedMs),
    worst_ms: Math.round(choice.worstMs),
    expected_told_ms: Math.round(choice.toldMs),
    queries_per_hour: Number(choice.queriesPerHour.toFixed(1)),
    probes_per_second: Number(choice.probesPerSecond.toFixed(3)),
    keeps: choice.keeps,
  };
}
