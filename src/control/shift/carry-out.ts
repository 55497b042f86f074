import type { RatioIntent } from '../../model/intent.ts';
import type { Shift } from '../../model/shift.ts';
import type { IntentChange, IntentKeeper } from '../intent-keeper.ts';
import type { Control } from '../loop.ts';
import { intentsAt, isAsBefore, isAsLaid, stepIntent, targetOf } from './intents.ts';
import type { ShiftEffect } from './machine.ts';

/** What outlives the process. */
export interface ShiftStore {
  /** Throws where it cannot be written down. */
  save(shift: Shift): void;
  find(id: string): Shift | undefined;
  /** Those that were not at their end when they were saved last. */
  unfinished(): readonly Shift[];
}

/** What ratios are laid and put back with. */
export interface CarryParts {
  readonly control: Pick<Control, 'change' | 'served'>;
  readonly keeper: Pick<IntentKeeper, 'change' | 'intents'>;
  readonly store: ShiftStore;
  readonly clock: { now(): number };
}

/**
 * Stores a shift with the ratio that it sets, or with that from before, both or neither; a ratio that is there already stays as it is. Throws
 * what the store throws.
 */
export function storeRatio(effect: ShiftEffect, shift: Shift, { keeper, store, clock }: CarryParts): void {
  const save = () => store.save(shift);
  const found = intentsAt(shift.plan, keeper.intents);
  const isThere = effect === 'lay' ? isAsLaid(shift, found) : isAsBefore(shift, found);
  if (isThere) save();
  else keeper.change(effect === 'lay' ? setting(stepIntent(shift, shift.step, clock.now())) : returning(shift, clock.now()), save);
}

/** What was in force before comes back as it was, unless its time is over. */
function returning({ id, before, plan }: Shift, nowMs: number): IntentChange {
  const isOver = before?.expiresAtMs !== undefined && before.expiresAtMs <= nowMs;
  if (before && !isOver) return setting(before);
  return { set: [], author: `shift ${id}`, release: [{ kind: 'ratio', target: targetOf(plan) }] };
}

function setting(intent: RatioIntent): IntentChange {
  return { set: [intent], release: [] };
}

/** Has the workers serve what is stored; gives the generation. Rejects where that fails: then the next update carries it. */
export function serveStored({ control, keeper }: CarryParts): Promise<number> {
  return control.change({ intents: keeper.intents });
}
