import type { Drill } from '../../model/drill.ts';
import type { DrillRequest } from './circumstances.ts';
import { noted } from './machine.ts';
import type { Preflight } from './preflight.ts';

/** What letting clients back may take at the most before the overrides expire by themselves. */
const SPARE_MS = 30_000;

/** A drill that is about to begin. */
export function newDrill(
  { plan, name, author, reason }: DrillRequest,
  { moves, survivors, checks, targets }: Preflight,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): Drill {
  return {
    ...{ id, name, plan, author, reason, targets, moves, survivors, checks },
    startedAtMs: nowMs,
    expiresAtMs: nowMs + plan.forMs + SPARE_MS,
    phase: 'moving',
    outcome: undefined,
    because: undefined,
    timeline: [],
    drain: undefined,
    recovery: undefined,
    errorRates: undefined,
  };
}

/** A drill that its schedule asked for, and that did not begin: an auditor asks for it, too. */
export function refusedDrill(drill: Drill): Drill {
  const because = refusalOf(drill);
  return { ...noted(drill, 'refused', drill.startedAtMs, because), phase: 'ended', outcome: 'refused', because };
}

/** The conditions that are not met, in words. */
export function refusalOf({ checks }: Pick<Drill, 'checks'>): string {
  return checks.flatMap(({ ok, detail }) => (ok ? [] : [detail])).join('; ') || 'another drill began first';
}
