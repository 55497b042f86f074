import type { CloudPlan, CloudRecord, PlanStep } from '../model/cloud.ts';
import { afterStep } from './plan/after-step.ts';
import { managedIds } from './plan/make-plan.ts';
import { stepOwner } from './plan/step-owner.ts';

export interface SafetyLimits {
  /** The part of the managed records that one plan may change, 0 to 1. */
  readonly share: number;
  /**
   * So many may always be changed, whatever their part. In a zone of a few records the failover of one of them is more than any part worth
   * having as a limit, and a brake that holds it back does more harm than what it is there to prevent.
   */
  readonly floor: number;
}

export const SAFETY_LIMITS: SafetyLimits = { share: 0.3, floor: 10 };

/** Whether a plan may be carried out; if not, every reason why. */
export interface SafetyFinding {
  readonly safe: boolean;
  readonly reasons: readonly string[];
}

export interface SafetyQuestion {
  readonly plan: CloudPlan;
  /** The records that the plan was made from. */
  readonly current: readonly CloudRecord[];
  readonly limits: SafetyLimits;
  /** An operator asks for it in spite of how much it changes. Nothing else is let through by that. */
  readonly forced: boolean;
}

/**
 * Judges a plan, whoever made it: no more than a part of the managed records changed, nothing of others and nothing locked touched, and at no step
 * a set emptied that has a wanted record left. New records take nothing from anybody and do not count.
 */
export function judgePlan({ plan, current, limits, forced }: SafetyQuestion): SafetyFinding {
  const changed = managedIds(plan.steps).size;
  const most = Math.max(limits.floor, Math.floor(limits.share * plan.managed));
  const reasons = [
    ...(changed > most && !forced ? [tooMuch(changed, plan.managed, most)] : []),
    ...(leavesNothing(plan, current) && !forced
      ? [`nothing would be left of ${plan.managed} managed records; expected some, or an operator who forces it`]
      : []),
    ...plan.steps.flatMap(untouchable),
    ...emptied(plan, current),
  ];
  return { safe: reasons.length === 0, reasons };
}

function tooMuch(changed: number, managed: number, most: number): string {
  return `${changed} of ${managed} managed records would change, ${Math.round((100 * changed) / managed)} %; expected ${most} at most, or an operator who forces it`;
}

/** As when the files of a zone could not be read: however few records there are, that is no failover. */
function leavesNothing({ steps, managed }: CloudPlan, current: readonly CloudRecord[]): boolean {
  return managed > 0 && !steps.reduce(afterStep, current).some(({ owned, enabled }) => owned && enabled);
}

function untouchable(step: PlanStep): string[] {
  if (!('from' in step)) return [];
  const { owned, locked, owner, type, data } = step.from;
  if (!owned) return [`${step.kind} of ${owner} ${type} ${data}, which does not bear this Meridian's mark`];
  return locked ? [`${step.kind} of ${owner} ${type} ${data}, which is locked at the provider`] : [];
}

/**
 * Names that lose their last enabled record on the way. One whose steps do nothing but remove is given up on purpose: nobody wants it any more.
 * A name is judged by its view, since a view without a record of its own falls back to `default`.
 */
function emptied(plan: CloudPlan, current: readonly CloudRecord[]): string[] {
  const stepsOf = Map.groupBy(plan.steps, stepOwner);
  const recordsOf = Map.groupBy(current, ({ owner }) => owner);
  return [...stepsOf].flatMap(([owner, steps]) => {
    if (steps.every(({ kind }) => kind === 'remove')) return [];
    return goesEmpty(recordsOf.get(owner) ?? [], steps) ? [`${owner} would have no enabled record for a moment`] : [];
  });
}

function goesEmpty(records: readonly CloudRecord[], steps: readonly PlanStep[]): boolean {
  let before = records;
  for (const step of steps) {
    const after = afterStep(before, step);
    if (isAnswered(before) && !isAnswered(after)) return true;
    before = after;
  }
  return false;
}

function isAnswered(records: readonly CloudRecord[]): boolean {
  return records.some(({ enabled, owned, view }) => enabled && owned && view === 'default');
}
