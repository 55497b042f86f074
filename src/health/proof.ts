import type { Elector } from './electorate.ts';

/** What is known of the vantage that doubts, and of its doubt. */
export interface Look {
  readonly elector: Elector;
  readonly last: { readonly ok: boolean };
  /** When it began to doubt, on the monotonic clock. */
  doubtedMs: number;
  /** The successful looks of its vantage before. */
  okLooksBefore: number;
}

/** A vantage with fewer targets cannot be told from one that is cut off. */
const LEAST_TARGETS = 4;

/** So many other targets it must have seen well since. */
const ENOUGH_WELL = 2;

/** Then its word counts however it does elsewhere: a failure must not stay unsaid because targets are looked at rarely. */
const LONGEST_MS = 10_000;

/** How soon an unproven doubt is thought of again. */
export const PROVEN_AGAIN_MS = 500;

/**
 * Whether a vantage sees a target down that all the others see well, and has not shown since that it is not the vantage that is cut off: one
 * that is would see one target after the other fail before more than half of them have.
 */
export function isUnproven(look: Look, looks: readonly Look[], { monotonicMs }: { readonly monotonicMs: number }): boolean {
  const { elector, okLooksBefore, doubtedMs } = look;
  if (elector.targets < LEAST_TARGETS || monotonicMs - doubtedMs >= LONGEST_MS) return false;
  const others = looks.filter(other => other !== look);
  if (others.length === 0 || others.some(({ last }) => !last.ok)) return false;
  return elector.okLooks - okLooksBefore < ENOUGH_WELL;
}
