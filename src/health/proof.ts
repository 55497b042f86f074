import type { Elector } from './electorate.ts';

/** What is known of the vantage that doubts, and of its doubt. */
export interface Look {
  readonly elector: Elector;
  readonly last: { readonly ok: boolean };
  /** When it began to doubt, on the monotonic clock. */
  doubtedMs: number;
  /** The successful looks of its vantage before that, wherever, and before it last looked. */
  okLooksBefore: number;
  okLooksLately: number;
}

/** With fewer targets a vantage cannot be told from one that is cut off. */
const LEAST_TARGETS = 4;

/** So many other targets it must have seen well since. */
const ENOUGH_WELL = 2;

/**
 * Then its word counts however it does elsewhere, for a failure must not stay unsaid because targets are looked at rarely: after an interval,
 * in which one that is cut off sees more than half of its targets fail, but within these bounds.
 */
const LEAST_MS = 10_000;
const MOST_MS = 60_000;

/** How soon an unproven doubt is thought of again. */
export const PROVEN_AGAIN_MS = 500;

/** What a doubt is weighed against. */
export interface Against {
  /** All vantages that have looked. */
  readonly looks: readonly Look[];
  /** How many are awaited. */
  readonly awaited: number;
  /** How many targets there are. */
  readonly targets: number;
  readonly intervalMs: number;
  readonly nowMs: number;
}

/**
 * Whether a vantage alone sees a target down, and has not shown that it is not the vantage that is cut off: it must have seen others well, and
 * this one fail again after them. One that is cut off sees one target after the other fail before more than half of them have, and all well when
 * that is over.
 */
export function isUnproven(look: Look, { looks, awaited, targets, intervalMs, nowMs }: Against): boolean {
  const others = looks.filter(other => other !== look);
  if (targets < LEAST_TARGETS || others.length + awaited === 0 || others.some(({ last }) => !last.ok)) return false;
  if (look.last.ok) return true;
  if (nowMs - look.doubtedMs >= Math.max(LEAST_MS, Math.min(intervalMs, MOST_MS))) return false;
  return look.okLooksLately - look.okLooksBefore < ENOUGH_WELL;
}
