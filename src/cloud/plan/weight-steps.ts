import type { CloudRecord, PlanStep, WantedRecord } from '../../model/cloud.ts';
import { addedRecord } from './after-step.ts';

/** A wanted record and the one that is there for it; undefined: it is added by the same plan. */
export interface Pair {
  readonly wanted: WantedRecord;
  readonly have: CloudRecord | undefined;
}

type Cell = Pick<WantedRecord, 'owner' | 'type' | 'view'>;

/**
 * Steps to the weights of one view of one name, those that rise first. A view with a single record keeps its weighting as it is, since it tells
 * nothing then; so a failover and the way back need no step for it.
 */
export function weightSteps(pairs: readonly Pair[]): PlanStep[] {
  const enabled = pairs.filter(({ wanted }) => wanted.enabled);
  return [...new Set(enabled.map(({ wanted }) => wanted.type))].flatMap(type =>
    stepsOf(enabled.filter(({ wanted }) => wanted.type === type)),
  );
}

function stepsOf(pairs: readonly Pair[]): PlanStep[] {
  if (pairs.length < 2) return [];
  const { owner, type, view } = pairs[0]!.wanted;
  const there = pairs.flatMap(({ have }) => (have?.enabled ? [have] : []));
  const isOn = there.length > 0 && there.every(({ weight }) => weight !== undefined);
  if (pairs.every(({ wanted }) => wanted.weight === undefined)) {
    return there.some(({ weight }) => weight !== undefined) ? [weighting({ owner, type, view }, false)] : [];
  }
  const steps = pairs.flatMap(pair => weightStep(pair, isOn)).sort((a, b) => rise(b) - rise(a));
  return [...(isOn ? [] : [weighting({ owner, type, view }, true)]), ...steps];
}

type WeightStep = Extract<PlanStep, { kind: 'weight' }>;

/** Where weighting is switched on by this plan, all weights are told anew. */
function weightStep({ wanted, have }: Pair, isOn: boolean): WeightStep[] {
  if (wanted.weight === undefined || (isOn && have?.weight === wanted.weight)) return [];
  const from = have ?? addedRecord(wanted);
  return [{ kind: 'weight', id: from.id, from, weight: wanted.weight }];
}

function rise({ weight, from }: WeightStep): number {
  return weight - (from.weight ?? 0);
}

function weighting(cell: Cell, on: boolean): PlanStep {
  return { kind: 'weighting', ...cell, on };
}
