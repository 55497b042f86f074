import { writeAwayFrom } from '../lib/away-from-text.ts';
import { displayName } from '../lib/dns-name.ts';
import { typeName } from '../lib/rr-type.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { DeclaredDrill, DrainFigures, Drill, DrillMove, DrillStep } from '../model/drill.ts';
import type { DrillOutlook } from './drill-access.ts';
import type { DrillStart, DrillView, PlannedDrillView } from './drill-contract.ts';
import { presentTime } from './view.ts';

/** A drill as the API and its evidence show it. */
export function viewDrill(drill: Drill): DrillView {
  const { id, name, phase, outcome, because, plan, author, reason, startedAtMs, expiresAtMs, checks, timeline } = drill;
  return {
    id,
    name: name ?? null,
    phase,
    outcome: outcome ?? null,
    because: because ?? null,
    zone: displayName(plan.zone),
    record: displayName(plan.owner),
    away_from: writeAwayFrom(plan.awayFrom),
    for_seconds: plan.forMs / 1000,
    including_others: plan.includingOthers,
    min_healthy_percent: plan.minHealthyPercent,
    author,
    reason,
    started: presentTime(startedAtMs),
    expires: presentTime(expiresAtMs),
    ...viewOutlook(drill),
    checks: checks.map(check => ({ ...check })),
    timeline: timeline.map(({ step, atMs, detail }) => ({ step, at: presentTime(atMs), after_ms: Math.round(atMs - startedAtMs), detail })),
    figures: figuresOf(drill),
    drain: viewDrain(drill.drain),
    recovery: viewDrain(drill.recovery),
    error_rate: viewErrorRate(drill),
  };
}

/** What a start comes to. */
export function viewStart(outlook: DrillOutlook, drill?: Drill): DrillStart {
  return { would_start: outlook.checks.every(({ ok }) => ok), ...viewOutlook(outlook), drill: drill ? viewDrill(drill) : null };
}

/** A drill that the files declare. */
export function viewPlanned(zone: string, drill: DeclaredDrill, nextAtMs: number | undefined): PlannedDrillView {
  return {
    zone: displayName(zone),
    name: drill.name,
    record: displayName(drill.owner),
    away_from: writeAwayFrom(drill.awayFrom),
    for_seconds: drill.forMs / 1000,
    schedule: drill.schedule ?? null,
    time_zone: drill.timeZone,
    next: nextAtMs === undefined ? null : presentTime(nextAtMs),
    allowed: drill.allowed.map(({ text }) => text),
    blocked: drill.blocked.map(({ text }) => text),
  };
}

function viewOutlook({ targets, survivors, moves, checks }: DrillOutlook) {
  return {
    targets: targets.map(writeTarget),
    survivors: [...survivors],
    moves: moves.map(viewMove),
    checks: checks.map(check => ({ ...check })),
  };
}

function viewMove({ owner, type, shares }: DrillMove): DrillView['moves'][number] {
  return { record: displayName(owner), type: typeName(type), shares: shares.map(share => ({ ...share })) };
}

function figuresOf({ startedAtMs, timeline, drain, recovery }: Drill): DrillView['figures'] {
  const at = (step: DrillStep) => timeline.find(moment => moment.step === step)?.atMs;
  const [published, decidedBack, back] = [at('published'), at('failback_decided'), at('failback_published')];
  const drained = (step: DrillStep) => span(published, drain && at(step));
  return {
    publish_ms: span(startedAtMs, published),
    drain_half_ms: drained('drained_50'),
    drain_ninety_percent_ms: drained('drained_90'),
    drain_ninety_nine_percent_ms: drained('drained_99'),
    drain_all_ms: drained('drained_all'),
    away_ms: span(published, decidedBack),
    failback_ms: span(decidedBack, back),
    recovery_ms: span(back, recovery && at('recovered')),
  };
}

function span(fromMs: number | undefined, untilMs: number | undefined): number | null {
  return fromMs === undefined || untilMs === undefined ? null : Math.max(0, Math.round(untilMs - fromMs));
}

function viewDrain(drain: DrainFigures | undefined): DrillView['drain'] {
  if (!drain) return null;
  const { by, answers, halfAtMs, ninetyAtMs, ninetyNineAtMs, allAtMs } = drain;
  const time = (atMs: number | undefined) => (atMs === undefined ? null : presentTime(atMs));
  return {
    measured_by: by,
    answers: answers ?? null,
    half: time(halfAtMs),
    ninety_percent: time(ninetyAtMs),
    ninety_nine_percent: time(ninetyNineAtMs),
    all: presentTime(allAtMs),
  };
}

/** What stands behind the path of a URL may be a secret. */
function viewErrorRate({ plan: { webhook }, errorRates }: Drill): DrillView['error_rate'] {
  if (!webhook) return null;
  const { origin, pathname } = new URL(webhook.url);
  const worst = errorRates && errorRates.readings > 0 ? errorRates.worst : null;
  return { url: origin + pathname, max: webhook.maxErrorRate, readings: errorRates?.readings ?? 0, worst, last: errorRates?.last ?? null };
}
