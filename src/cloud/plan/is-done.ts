import type { CloudRecord, PlanStep, WantedRecord } from '../../model/cloud.ts';
import { canonicalData } from './same-data.ts';

/** Whether `records`, all of the step's name, are as the step leaves them; for a step that was tried and of which nothing was heard. */
export function isDone(step: PlanStep, records: readonly CloudRecord[]): boolean {
  switch (step.kind) {
    case 'add':
      return records.some(record => record.owned && record.enabled && says(record, step.record));
    case 'remove':
      return !records.some(({ id }) => id === step.id);
    case 'update':
      return records.some(record => says(record, step.to) && record.ttl === step.to.ttl);
    case 'enable':
    case 'disable':
      return byId(records, step.id)?.enabled === (step.kind === 'enable');
    case 'weight':
      return byId(records, step.id)?.weight === step.weight;
    case 'weighting':
      return records
        .filter(record => record.owned && record.enabled && record.type === step.type && record.view === step.view)
        .every(({ weight }) => (weight !== undefined) === step.on);
  }
}

/** Whether a record is the one that a plan wants. */
export function says(record: CloudRecord, wanted: WantedRecord): boolean {
  return (
    record.owner === wanted.owner &&
    record.type === wanted.type &&
    record.view === wanted.view &&
    canonicalData(record.type, record.data) === wanted.data
  );
}

function byId(records: readonly CloudRecord[], id: string): CloudRecord | undefined {
  return records.find(record => record.id === id);
}
