import type { PlanStep } from '../../model/cloud.ts';
import type { Name } from '../../model/zone.ts';

/** The name that a step is about. */
export function stepOwner(step: PlanStep): Name {
  if (step.kind === 'add') return step.record.owner;
  return step.kind === 'weighting' ? step.owner : step.from.owner;
}
