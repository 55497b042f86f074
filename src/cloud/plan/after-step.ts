import type { CloudRecord, PlanStep, WantedRecord } from '../../model/cloud.ts';

/** The id by which later steps of the same plan call a record that is still to be added; whoever carries the plan out puts the provider's in its place. */
export function newRecordId({ owner, type, view, data }: Pick<WantedRecord, 'owner' | 'type' | 'view' | 'data'>): string {
  return `new ${owner} ${type} ${view} ${data}`;
}

/** Whether an id is one that `newRecordId` gives. */
export function isNewRecordId(id: string): boolean {
  return id.startsWith('new ');
}

/** A record as it is when it has just been added: without a weight, which is a step of its own. */
export function addedRecord(record: WantedRecord): CloudRecord {
  return { ...record, id: newRecordId(record), weight: undefined, owned: true, locked: false };
}

/** The records of a provider after a step of a plan, as the step means it. Steps about records that are not there change nothing. */
export function afterStep(records: readonly CloudRecord[], step: PlanStep): readonly CloudRecord[] {
  switch (step.kind) {
    case 'add':
      return [...records, addedRecord(step.record)];
    case 'remove':
      return records.filter(({ id }) => id !== step.id);
    case 'enable':
    case 'disable':
      return changed(records, step.id, { enabled: step.kind === 'enable' });
    case 'weight':
      return changed(records, step.id, { weight: step.weight });
    case 'update':
      return changed(records, step.id, { type: step.to.type, data: step.to.data, ttl: step.to.ttl });
    case 'weighting':
      return records.map(record => (isIn(record, step) ? { ...record, weight: step.on ? (record.weight ?? 1) : undefined } : record));
  }
}

function changed(records: readonly CloudRecord[], id: string, change: Partial<CloudRecord>): CloudRecord[] {
  return records.map(record => (record.id === id ? { ...record, ...change } : record));
}

function isIn(record: CloudRecord, cell: Pick<WantedRecord, 'owner' | 'type' | 'view'>): boolean {
  return record.owner === cell.owner && record.type === cell.type && record.view === cell.view && record.owned;
}
