import { displayName } from '../lib/dns-name.ts';
import { typeName } from '../lib/rr-type.ts';
import type { Shift, ShiftStep } from '../model/shift.ts';
import type { WhatIf } from '../model/whatif.ts';
import type { ShiftOutlook } from './shift-access.ts';
import type { ShiftStart, ShiftView } from './shift-contract.ts';
import { presentTime } from './view.ts';

/** A shift as the API shows it. */
export function viewShift(shift: Shift): ShiftView {
  const { id, plan, phase, outcome, because, author, reason, startedAtMs, receiving, from, before, steps, step, timeline } = shift;
  return {
    id,
    zone: displayName(plan.zone),
    record: displayName(plan.owner),
    phase,
    outcome: outcome ?? null,
    because: because ?? null,
    author,
    reason,
    started: presentTime(startedAtMs),
    shares: { ...plan.shares },
    every_seconds: plan.everyMs / 1000,
    on_unhealthy: plan.onUnhealthy,
    min_healthy_percent: plan.minHealthyPercent,
    receiving: [...receiving],
    from: { ...from },
    before: before ? { weights: { ...before.weights }, author: before.author, reason: before.reason } : null,
    steps: steps.map(viewStep),
    step,
    next_after_seconds: nextOf(shift),
    timeline: timeline.map(({ what, atMs, detail }) => ({ what, at: presentTime(atMs), detail })),
  };
}

/** What a start comes to. */
export function viewShiftStart(outlook: ShiftOutlook, shift: Shift | undefined, forecasts?: readonly WhatIf[]): ShiftStart {
  const { checks, receiving, from, steps } = outlook;
  return {
    would_start: checks.every(({ ok }) => ok),
    checks: checks.map(check => ({ ...check })),
    receiving: [...receiving],
    from: { ...from },
    steps: steps.map((step, i) => ({ ...viewStep(step), forecast: forecasts ? viewForecasts(forecasts[i]!) : null })),
    shift: shift ? viewShift(shift) : null,
  };
}

function viewStep({ percent, weights }: ShiftStep) {
  return { percent, weights: { ...weights } };
}

function viewForecasts({ records }: WhatIf) {
  return records.map(({ owner, type, pools }) => ({
    record: displayName(owner),
    type: typeName(type),
    shares: pools.map(({ pool, before, after }) => ({ pool, before, after })),
  }));
}

function nextOf({ phase, plan, heldMs }: Shift): number | null {
  return phase === 'holding' || phase === 'waiting' ? (plan.everyMs - heldMs) / 1000 : null;
}
