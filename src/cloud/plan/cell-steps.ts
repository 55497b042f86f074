import type { CloudRecord, PlanStep, WantedRecord } from '../../model/cloud.ts';
import { canonicalData } from './same-data.ts';
import { weightSteps } from './weight-steps.ts';

/**
 * When a step is done within a name, the lowest first. New and enabled records come before any goes, so that no view is ever empty. What is in the
 * way of another type goes first: a CNAME record stands alone.
 */
export const PHASE = { clear: 0, turn: 1, add: 2, enable: 3, weighting: 4, weight: 5, update: 6, disable: 7, remove: 8 } as const;

export interface PhasedStep {
  readonly phase: (typeof PHASE)[keyof typeof PHASE];
  readonly step: PlanStep;
}

/** Steps from the records of one view of one name, all of them our own, to those wanted. */
export function cellSteps(have: readonly CloudRecord[], wanted: readonly WantedRecord[]): PhasedStep[] {
  const turned = turn(have, wanted);
  return [...turned.steps, ...sameTypeSteps(turned.have, wanted, turned.isTurned)];
}

interface Turned {
  readonly steps: readonly PhasedStep[];
  /** What is there after the steps. */
  readonly have: readonly CloudRecord[];
  readonly isTurned: (record: CloudRecord) => boolean;
}

/**
 * A CNAME record cannot stand beside another, nor beside addresses: one of the records there is turned into a wanted one in a single step, the
 * others that are in its way go before.
 */
function turn(have: readonly CloudRecord[], wanted: readonly WantedRecord[]): Turned {
  const nothing = { steps: [], have, isTurned: () => false };
  const target = wanted.find(({ enabled }) => enabled);
  const cnameComes = target?.type === 'CNAME';
  const blocking = have.filter(({ type }) => cnameComes || type === 'CNAME');
  if (target === undefined || blocking.length === 0 || (cnameComes && have.some(record => isSame(record, target)))) return nothing;
  const kept = blocking.find(({ enabled }) => enabled) ?? blocking[0]!;
  const gone = blocking.filter(record => record !== kept);
  const to: CloudRecord = { ...kept, type: target.type, data: target.data, ttl: target.ttl, weight: undefined };
  const weighted = blocking.some(({ weight }) => weight !== undefined);
  return {
    steps: [
      ...gone.map(from => ({ phase: PHASE.clear, step: { kind: 'remove', id: from.id, from } as const })),
      ...(weighted && kept.type !== 'CNAME' ? [{ phase: PHASE.clear, step: weightingOff(kept) }] : []),
      { phase: PHASE.turn, step: { kind: 'update', id: kept.id, from: kept, to: target } },
    ],
    have: [...have.filter(record => !blocking.includes(record)), to],
    isTurned: record => record === to,
  };
}

function weightingOff({ owner, type, view }: CloudRecord): PlanStep {
  return { kind: 'weighting', owner, type: type as WantedRecord['type'], view, on: false };
}

function sameTypeSteps(have: readonly CloudRecord[], wanted: readonly WantedRecord[], isTurned: Turned['isTurned']): PhasedStep[] {
  const pairs = wanted.map(record => ({ wanted: record, have: twin(have, record) }));
  const kept = new Set(pairs.map(pair => pair.have));
  return [
    ...pairs.flatMap(pair => pairSteps(pair.have, pair.wanted, isTurned)),
    ...weightSteps(pairs).map(step => ({ phase: step.kind === 'weighting' ? PHASE.weighting : PHASE.weight, step })),
    ...have
      .filter(record => !kept.has(record))
      .map(from => ({ phase: PHASE.remove, step: { kind: 'remove', id: from.id, from } as const })),
  ];
}

/** The record that says the same; of several one that clients are given. */
function twin(have: readonly CloudRecord[], wanted: WantedRecord): CloudRecord | undefined {
  const same = have.filter(record => isSame(record, wanted));
  return same.find(({ enabled }) => enabled) ?? same[0];
}

function isSame(record: CloudRecord, wanted: WantedRecord): boolean {
  return record.type === wanted.type && canonicalData(record.type, record.data) === wanted.data;
}

/** What is not wanted enabled is not added: until it was switched off, clients would be given it. */
function pairSteps(have: CloudRecord | undefined, wanted: WantedRecord, isTurned: Turned['isTurned']): PhasedStep[] {
  if (have === undefined) return wanted.enabled ? [{ phase: PHASE.add, step: { kind: 'add', record: wanted } }] : [];
  const { id } = have;
  if (!wanted.enabled) return have.enabled ? [{ phase: PHASE.disable, step: { kind: 'disable', id, from: have } }] : [];
  return [
    ...(have.enabled ? [] : [{ phase: PHASE.enable, step: { kind: 'enable', id, from: have } as const }]),
    ...(have.ttl === wanted.ttl || isTurned(have)
      ? []
      : [{ phase: PHASE.update, step: { kind: 'update', id, from: have, to: wanted } as const }]),
  ];
}
