import type { Looks, Outlook } from '../model/health.ts';

/** That of a verdict that nothing turns, and nobody looks for. */
export const NEVER_TURNS: Outlook = { turnsInMs: Number.POSITIVE_INFINITY, looks: undefined, unsettled: false };

/** Whether two outlooks are the same in everything. */
export function sameOutlook(a: Outlook, b: Outlook): boolean {
  return a === b || (a.turnsInMs === b.turnsInMs && a.unsettled === b.unsettled && sameLooks(a.looks, b.looks));
}

function sameLooks(a: Looks | undefined, b: Looks | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.everyMs === b.everyMs && a.phaseMs === b.phaseMs && a.confirmedMs === b.confirmedMs && a.doubtedMs === b.doubtedMs;
}
