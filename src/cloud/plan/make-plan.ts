import type { CannotPolicy, Capabilities, CloudPlan, CloudRecord, CloudType, Desired, PlanStep, WantedRecord } from '../../model/cloud.ts';
import { isNewRecordId } from './after-step.ts';
import { cellSteps } from './cell-steps.ts';
import { type FittedSet, fitSet } from './fit-set.ts';
import { inTheWay } from './in-the-way.ts';

export interface PlanInput {
  readonly desired: Desired;
  readonly capabilities: Capabilities;
  /** All records of the names that are wanted, and of those that were: others' too, for they may be in the way. */
  readonly current: readonly CloudRecord[];
  readonly policy: CannotPolicy;
}

type Refused = CloudPlan['refused'][number];

/**
 * What is to be done so that a provider has what is wanted. Each name is done with before the next, those first whose clients are given something
 * else afterwards; within a name nothing goes before what replaces it is there. Records that do not bear our mark are never touched.
 */
export function makePlan({ desired, capabilities, current, policy }: PlanInput): CloudPlan {
  const fitted = Map.groupBy(
    desired.sets.map(set => fitSet(set, capabilities, policy)),
    ({ set }) => set.owner,
  );
  const there = Map.groupBy(current, ({ owner }) => owner);
  const owners = new Set([...fitted.keys(), ...there.keys()]);
  const plans = [...owners].map(owner => planOwner(fitted.get(owner) ?? [], there.get(owner) ?? []));
  const steps = plans.toSorted((a, b) => a.urgency - b.urgency).flatMap(plan => plan.steps);
  return {
    zone: desired.zone,
    generation: desired.generation,
    steps,
    degradations: [...fitted.values()].flat().flatMap(({ degradations, refused }) => (refused === undefined ? degradations : [])),
    refused: plans.flatMap(({ refused }) => refused),
    managed: current.filter(({ owned }) => owned).length,
    changed: changedRecords(steps),
  };
}

interface OwnerPlan {
  readonly steps: readonly PlanStep[];
  readonly refused: readonly Refused[];
  /** The lowest first. */
  readonly urgency: number;
}

function planOwner(sets: readonly FittedSet[], there: readonly CloudRecord[]): OwnerPlan {
  const refused = sets.flatMap(set => refusalOf(set, there));
  const accepted = sets.filter(({ set }) => !refused.some(({ type }) => type === set.type));
  const steps = ownerSteps(accepted, ours(there, sets, refused));
  const locked = steps.flatMap(step => ('from' in step && step.from.locked ? [step.from] : []))[0];
  if (locked) return { steps: [], refused: [...refused, ...lockedOut(accepted, locked)], urgency: 0 };
  return { steps, refused, urgency: urgencyOf(steps, accepted.length > 0) };
}

function refusalOf(fitted: FittedSet, there: readonly CloudRecord[]): Refused[] {
  const { owner, type } = fitted.set;
  const reason = fitted.refused ?? inTheWay(fitted, there);
  return reason === undefined ? [] : [{ owner, type, reason }];
}

/** The records that may be changed. Where a set of the name is refused, those of types that nobody wants stay as well: they may be what it replaces. */
function ours(there: readonly CloudRecord[], sets: readonly FittedSet[], refused: readonly Refused[]): CloudRecord[] {
  const wanted = new Set<string>(sets.map(({ set }) => set.type));
  const left = new Set<string>(refused.map(({ type }) => type));
  return there.filter(({ owned, type }) => owned && isCloudType(type) && !left.has(type) && (left.size === 0 || wanted.has(type)));
}

function isCloudType(type: string): type is CloudType {
  return type === 'A' || type === 'AAAA' || type === 'CNAME';
}

function lockedOut(accepted: readonly FittedSet[], { owner, type, data }: CloudRecord): Refused[] {
  const types = accepted.length > 0 ? accepted.map(({ set }) => set.type) : [type as CloudType];
  return types.map(each => ({ owner, type: each, reason: `${type} ${data} is locked at the provider` }));
}

/** `default` comes first in each phase: it is what the clients of a view fall back to. */
function ownerSteps(accepted: readonly FittedSet[], have: readonly CloudRecord[]): PlanStep[] {
  const wanted = accepted.flatMap(({ records }) => records);
  const views = new Set([...wanted, ...have].map(({ view }) => view).sort((a, b) => Number(b === 'default') - Number(a === 'default')));
  const inView = <T extends WantedRecord | CloudRecord>(records: readonly T[], view: string) =>
    records.filter(record => record.view === view);
  return [...views]
    .flatMap(view => cellSteps(inView(have, view), inView(wanted, view)))
    .sort((a, b) => a.phase - b.phase)
    .map(({ step }) => step);
}

function urgencyOf(steps: readonly PlanStep[], isWanted: boolean): number {
  if (!isWanted) return 3;
  if (steps.some(changesAnswers)) return 0;
  return steps.some(({ kind }) => kind === 'weight' || kind === 'weighting') ? 1 : 2;
}

function changesAnswers(step: PlanStep): boolean {
  return step.kind === 'update' ? step.from.data !== step.to.data : step.kind !== 'weight' && step.kind !== 'weighting';
}

function changedRecords(steps: readonly PlanStep[]): number {
  const added = steps.filter(({ kind }) => kind === 'add').length;
  return added + managedIds(steps).size;
}

/** The ids of the records that were there before and are changed by the steps. */
export function managedIds(steps: readonly PlanStep[]): Set<string> {
  return new Set(steps.flatMap(step => ('from' in step && !isNewRecordId(step.id) ? [step.id] : [])));
}
