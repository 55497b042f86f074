import { displayName } from '../../lib/dns-name.ts';
import { typeName } from '../../lib/rr-type.ts';
import type { Declared } from '../../model/declared.ts';
import type { DrillCheck, DrillMove, DrillPlan, DrillShare } from '../../model/drill.ts';
import type { EndpointState, EndpointStates } from '../../model/effective.ts';
import type { IntentTarget } from '../../model/intent.ts';
import type { RecordForecast, WhatIf } from '../../model/whatif.ts';
import { placeOf } from '../describe-change.ts';
import type { DrillScope } from './scope.ts';
import { type SurvivorStanding, survivorFault, survivorsOf } from './survivors.ts';

/** What the conditions of a start are judged by. */
export interface Circumstances {
  readonly plan: DrillPlan;
  readonly scope: DrillScope;
  /** What would be answered with the scope forced down; the records that change are enough. */
  readonly forecast: WhatIf;
  readonly declared: Declared;
  readonly states: EndpointStates;
  /** What runs or is being started, `drill 20300106-030000` or a shift of the record; undefined: nothing. */
  readonly running: string | undefined;
  /** Why no drill may be held now; undefined: it may. */
  readonly closed: string | undefined;
  /** What the webhook told; undefined where there is none. */
  readonly errorRate: { readonly rate: number } | { readonly fault: string } | undefined;
}

/** Parts are sums of fractions: less is no gain. */
const LEAST_GAIN = 1e-9;

/** What a start comes to: where clients would go, and which conditions are met. */
export interface Preflight {
  readonly moves: readonly DrillMove[];
  /** What would be forced down. */
  readonly targets: readonly IntentTarget[];
  readonly survivors: readonly string[];
  readonly checks: readonly DrillCheck[];
}

/** Judges every condition of the start of a drill. It may begin when all are met. */
export function preflight(facts: Circumstances): Preflight {
  const moved = facts.forecast.records.filter(({ changes }) => changes);
  const survivors = gaining(facts, moved);
  const standings = survivorsOf({ ...facts.plan, survivors, except: facts.scope.endpoints }, facts.declared, facts.states);
  const checks = [
    alone(facts),
    windowOf(facts),
    overrides(facts),
    moves(facts, moved),
    others(facts, moved),
    answers(moved),
    healthy(standings),
    maintenance(facts, survivors),
    ...errorRate(facts),
  ];
  return { moves: moved.map(forecast => moveOf(forecast, facts.plan)), targets: facts.scope.targets, survivors, checks };
}

function moveOf(forecast: RecordForecast, plan: DrillPlan): DrillMove {
  const { zone, owner, type } = forecast;
  return { zone, owner, type, shares: sharesOf(forecast, plan) };
}

/** By pool; of a drill of one endpoint, whose pool may keep its clients, by endpoint. */
function sharesOf({ pools, endpoints }: RecordForecast, { awayFrom }: DrillPlan): DrillShare[] {
  return awayFrom.kind === 'endpoint'
    ? endpoints.map(({ pool, endpoint, before, after }) => ({ to: `${pool}/${endpoint}`, before, after }))
    : pools.map(({ pool, before, after }) => ({ to: pool, before, after }));
}

/** Pools with an endpoint that would have more clients than it has. */
function gaining({ plan }: Circumstances, moved: readonly RecordForecast[]): string[] {
  const endpoints = moved.flatMap(({ zone, endpoints }) => (zone === plan.zone ? endpoints : []));
  return [...new Set(endpoints.filter(({ before, after }) => after - before > LEAST_GAIN).map(({ pool }) => pool))];
}

function alone({ running }: Circumstances): DrillCheck {
  return running === undefined
    ? { check: 'alone', ok: true, detail: 'no other drill is running, and no shift of the record' }
    : { check: 'alone', ok: false, detail: `${running} is running` };
}

function windowOf({ closed }: Circumstances): DrillCheck {
  return { check: 'window', ok: closed === undefined, detail: closed ?? 'drills are allowed now, for as long as this one takes' };
}

function overrides({ scope, states }: Circumstances): DrillCheck {
  const forced = [...scope.endpoints].flatMap(key => states.get(key) ?? []).filter(({ override }) => override !== undefined);
  const detail = forced.map(({ key, override }) => `${placeOf({ key })} is forced ${override} already`).join('; ');
  return { check: 'overrides', ok: forced.length === 0, detail: detail || 'no override is in force on what the drill forces down' };
}

function moves({ plan }: Circumstances, moved: readonly RecordForecast[]): DrillCheck {
  const own = moved.filter(({ owner }) => owner === plan.owner);
  const detail = own.map(each => `${typeName(each.type)}: ${sharesOf(each, plan).filter(differs).map(shiftText).join(', ')}`).join('; ');
  const nothing = `${displayName(plan.owner)} has no client there now: nothing would move`;
  return { check: 'moves', ok: own.length > 0, detail: own.length > 0 ? detail : nothing };
}

function others({ plan, scope }: Circumstances, moved: readonly RecordForecast[]): DrillCheck {
  const names = new Set(moved.filter(({ owner }) => owner !== plan.owner).map(({ owner }) => owner));
  const idle = scope.sharedWith.filter(owner => !names.has(owner) && owner !== plan.owner).map(displayName);
  const spare = idle.length === 0 ? '' : `; ${idle.join(', ')} would be without a standby meanwhile`;
  if (names.size === 0) return { check: 'others', ok: true, detail: `no other record moves${spare}` };
  const list = [...names].map(displayName).join(', ');
  const detail = plan.includingOthers
    ? `these records move as well: ${list}`
    : `these records would move as well, which was not asked for: ${list}`;
  return { check: 'others', ok: plan.includingOthers, detail: `${detail}${spare}` };
}

function answers(moved: readonly RecordForecast[]): DrillCheck {
  const bad = moved.filter(
    ({ comesToResort, resorts, unanswered }) => comesToResort || resorts.length > 0 || unanswered.after > unanswered.before,
  );
  const detail = bad.map(
    ({ owner, resorts }) => `${displayName(owner)} would come to ${resorts[0]?.because ?? 'answers without a record'}`,
  );
  return {
    check: 'answers',
    ok: bad.length === 0,
    detail: detail.join('; ') || 'every client would be answered with an endpoint that is up',
  };
}

function healthy(standings: readonly SurvivorStanding[]): DrillCheck {
  const doubted = standings.flatMap(standing => standing.doubted.map(each => `${standing.pool}: ${each}, and that is in doubt`));
  const fault = survivorFault(standings) ?? (doubted.length > 0 ? doubted.join('; ') : undefined);
  if (standings.length === 0) return { check: 'survivors', ok: false, detail: 'no pool would take clients over' };
  const well = standings.map(({ pool, up, of }) => `${pool} ${up} of ${of} up`).join(', ');
  return { check: 'survivors', ok: fault === undefined, detail: fault ?? well };
}

function maintenance({ states, plan }: Circumstances, survivors: readonly string[]): DrillCheck {
  const names = new Set(survivors.map(pool => `${plan.zone}/${pool}`));
  const worked = [...states.values()].filter(state => names.has(poolOf(state)) && state.intents.some(({ kind }) => kind === 'maintenance'));
  const detail = worked.map(({ key }) => `planned work is under way on ${placeOf({ key })}`).join('; ');
  return { check: 'maintenance', ok: worked.length === 0, detail: detail || 'no planned work is under way on what takes clients over' };
}

function errorRate({ plan: { webhook }, errorRate: found }: Circumstances): DrillCheck[] {
  if (!webhook || !found) return [];
  if ('fault' in found) return [{ check: 'error_rate', ok: false, detail: `the webhook does not tell a rate: ${found.fault}` }];
  const detail = `the rate of errors is ${found.rate}, the limit ${webhook.maxErrorRate}`;
  return [{ check: 'error_rate', ok: found.rate <= webhook.maxErrorRate, detail }];
}

function poolOf({ key }: EndpointState): string {
  return key.slice(0, key.lastIndexOf('/'));
}

function differs({ before, after }: DrillShare): boolean {
  return Math.abs(before - after) >= 0.0005;
}

function shiftText({ to, before, after }: DrillShare): string {
  return `${to} ${percent(before)} → ${percent(after)}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
