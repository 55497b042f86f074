import type { Shift, ShiftCheck, ShiftPlan } from '../model/shift.ts';
import type { Name } from '../model/zone.ts';
import type { Metric } from './operations.ts';

/** A shift that is asked for. */
export interface ShiftQuestion {
  readonly plan: ShiftPlan;
  readonly author: string;
  readonly reason: string;
}

/** Where a shift would lead, and which conditions of the start are met. */
export interface ShiftOutlook extends Pick<Shift, 'before' | 'from' | 'steps' | 'receiving'> {
  readonly checks: readonly ShiftCheck[];
}

/** What is wrong with a plan, field by field. */
export interface ShiftFaults {
  readonly faults: readonly { readonly field: string; readonly message: string }[];
}

/** What an operator can tell a shift; `keep`: to end, with the ratio as it is. */
export type ShiftOrder = 'pause' | 'resume' | 'abort' | 'keep';

/** What the API needs of shifts. */
export interface ShiftAccess {
  /** Judges whether it could start now; nothing is changed. */
  look(question: ShiftQuestion): ShiftOutlook | ShiftFaults;
  /**
   * Starts it, and waits until every worker serves its first step or that is being tried again; `refused`: conditions are not met. Rejects with
   * NotStored: nothing has changed.
   */
  start(
    question: ShiftQuestion,
  ): Promise<{ readonly shift: Shift; readonly found: ShiftOutlook } | { readonly refused: ShiftOutlook } | ShiftFaults>;
  /** Tells one that is under way, and waits as `start` does. Rejects with NotStored: nothing has changed. */
  order(id: string, order: ShiftOrder, author: string): Promise<void>;
  /** The one of a record that is under way. */
  at(zone: Name, owner: Name): Shift | undefined;
  find(id: string): Shift | undefined;
  /** The newest first. */
  list(most: number): readonly Shift[];
  metrics(): readonly Metric[];
}
