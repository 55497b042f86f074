import { intentTargetKey } from '../../lib/keys.ts';
import { fitRatio, weightsOf } from '../../lib/ratio.ts';
import { steeredRecord } from '../../lib/steered-record.ts';
import type { Declared } from '../../model/declared.ts';
import type { Intent, RatioIntent, RecordTarget } from '../../model/intent.ts';
import type { Shift, ShiftPlan } from '../../model/shift.ts';
import { sameWeights } from './weights.ts';

/** The record that a plan is about. */
export function targetOf({ zone, owner }: Pick<ShiftPlan, 'zone' | 'owner'>): RecordTarget {
  return { kind: 'record', zone, owner };
}

/** The ratio that a step of a shift sets; it stays until it is released. */
export function stepIntent({ id, plan, author, reason, steps }: Shift, step: number, nowMs: number): RatioIntent {
  const because = `shift ${id}: step ${step} of ${steps.length}${reason === '' ? '' : `: ${reason}`}`;
  const { weights } = steps[step - 1]!;
  return { kind: 'ratio', target: targetOf(plan), weights, author, reason: because, createdAtMs: nowMs, expiresAtMs: undefined };
}

/** What there is of intents of a record. */
export function intentsAt(plan: Pick<ShiftPlan, 'zone' | 'owner'>, intents: readonly Intent[]): Intent[] {
  const key = intentTargetKey(targetOf(plan));
  return intents.filter(intent => intent.target.kind === 'record' && intentTargetKey(intent.target) === key);
}

/** Whether the ratio of the step that a shift is at, and no other intent of the record, is there; at step 0 what was there before it. */
export function isAsLaid(shift: Shift, intents: readonly Intent[]): boolean {
  const found = intentsAt(shift.plan, intents);
  if (shift.step === 0) return isAsBefore(shift, found);
  const [intent] = found;
  return found.length === 1 && intent?.kind === 'ratio' && isSame(intent, stepIntent(shift, shift.step, 0));
}

/** Whether what was there before the shift is there; `found` are intents of its record. What has expired meanwhile may be gone. */
export function isAsBefore({ before }: Pick<Shift, 'before'>, found: readonly Intent[]): boolean {
  if (found.length === 0) return before === undefined || before.expiresAtMs !== undefined;
  const [intent] = found;
  return before !== undefined && found.length === 1 && intent?.kind === 'ratio' && isSame(intent, before);
}

function isSame(a: RatioIntent, b: RatioIntent): boolean {
  return a.author === b.author && a.reason === b.reason && a.expiresAtMs === b.expiresAtMs && sameWeights(a.weights, b.weights);
}

/** Why the zones as they are have no place for the weights of a shift; undefined: they have. */
export function whyUnfit({ plan: { zone, owner }, from }: Shift, { zones }: Declared): string | undefined {
  const steering = zones.get(zone)?.steering;
  const record = steering && steeredRecord(steering, owner);
  if (!record) return 'the record is not steered any more';
  const fit = fitRatio(record.steer, from);
  const isWhole = fit.fits && Object.keys(weightsOf(fit.node)).length === Object.keys(from).length;
  return isWhole ? undefined : 'the branches of the record are not what they were';
}
