import type { RatioIntent } from './intent.ts';
import type { Name } from './zone.ts';

/** What a shift is to do. */
export interface ShiftPlan {
  readonly zone: Name;
  /** The owner of the record. */
  readonly owner: Name;
  /** The share that branches shall have in the end, in percent, by name; the others split what is left as they do now. */
  readonly shares: Readonly<Record<string, number>>;
  /** Parts of the way from the shares as they are, in percent: ascending, the last one 100. */
  readonly steps: readonly number[];
  /** What passes between two steps while the receiving side is healthy. */
  readonly everyMs: number;
  /** What becomes of it while the receiving side is not healthy: it stays where it is, or the ratio from before comes back. */
  readonly onUnhealthy: 'pause' | 'rollback';
  /** How many endpoints of each pool that gains clients must be up, in percent; `min_up` of them in any case. */
  readonly minHealthyPercent: number;
}

/** Weights by the name of the branch: of every branch of the node, 10,000 together. */
export type ShiftWeights = Readonly<Record<string, number>>;

/** One step, and the ratio that it sets. */
export interface ShiftStep {
  readonly percent: number;
  readonly weights: ShiftWeights;
}

/**
 * Where a shift stands: a step is on its way to the workers; served, and `every` passes; the receiving side is not healthy; an operator has
 * stopped it; the ratio from before is on its way back; or all is over.
 */
export type ShiftPhase = 'stepping' | 'holding' | 'waiting' | 'paused' | 'returning' | 'ended';

/** How it went: to its last step; back because the receiving side was not healthy; called off; or somebody else took the record over. */
export type ShiftOutcome = 'completed' | 'rolled_back' | 'aborted' | 'superseded';

export type ShiftEntry =
  | 'started'
  | 'step'
  | 'served'
  | 'waiting'
  | 'healthy'
  | 'paused'
  | 'resumed'
  | 'rollback'
  | 'abort'
  | 'returned'
  | 'superseded'
  | 'found'
  | 'completed'
  | 'note';

export interface ShiftMoment {
  readonly what: ShiftEntry;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly detail: string;
}

/** A shift: what it is to do, and all that has become of it. Plain data, which a store can keep as it is. */
export interface Shift {
  readonly id: string;
  readonly plan: ShiftPlan;
  readonly author: string;
  readonly reason: string;
  readonly startedAtMs: number;
  /** The ratio that was in force; undefined: that of the file. */
  readonly before: RatioIntent | undefined;
  /** The branches' weights as they were, 10,000 together. */
  readonly from: ShiftWeights;
  readonly steps: readonly ShiftStep[];
  /** Pools below the branches that gain clients. */
  readonly receiving: readonly string[];
  readonly phase: ShiftPhase;
  readonly outcome: ShiftOutcome | undefined;
  /** Why it waits, or did not go to its end. */
  readonly because: string | undefined;
  /** How many steps are in force, or on their way: 0 before the first. */
  readonly step: number;
  /** How much of `every` has passed since, to a tenth of it. */
  readonly heldMs: number;
  readonly timeline: readonly ShiftMoment[];
}

/** One condition of the start, and whether it was met. */
export interface ShiftCheck {
  readonly check: 'alone' | 'moves' | 'receiving';
  readonly ok: boolean;
  readonly detail: string;
}
