import { afterStep, isNewRecordId, newRecordId } from '../../src/cloud/plan/after-step.ts';
import { CloudError, type Provider } from '../../src/cloud/provider.ts';
import type { Capabilities, CloudErrorKind, CloudRecord, PlanStep } from '../../src/model/cloud.ts';

/** What goes wrong at a call of `apply`: before anything is done, or after all of it. */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly kind: CloudErrorKind;
  readonly retryAfterMs?: number;
}

/** A provider in memory, whose next calls fail as a test says. It gives every record an id of its own. */
export interface MemoryProvider extends Provider {
  readonly records: readonly CloudRecord[];
  /** The steps of each call of `apply`, failed ones as well. */
  readonly calls: readonly (readonly PlanStep[])[];
  /** Told before each call; gives what goes wrong at it. */
  onApply: (steps: readonly PlanStep[], call: number) => Fault | undefined;
}

export function memoryProvider(capabilities: Capabilities, start: readonly CloudRecord[] = []): MemoryProvider {
  let records = start;
  const calls: (readonly PlanStep[])[] = [];
  const added = new Map<string, string>();
  const done = (step: PlanStep) => {
    const known = 'id' in step && isNewRecordId(step.id) ? { ...step, id: added.get(step.id) ?? step.id } : step;
    records = afterStep(records, known);
    if (step.kind !== 'add') return;
    const id = `made ${calls.length} ${records.length}`;
    added.set(newRecordId(step.record), id);
    records = records.map(record => (isNewRecordId(record.id) ? { ...record, id } : record));
  };
  return {
    name: 'memory',
    get records() {
      return records;
    },
    calls,
    onApply: () => undefined,
    capabilities: async () => capabilities,
    read: async (_, owners) => records.filter(({ owner }) => owners === 'all' || owners.includes(owner)),
    servers: async () => [],
    async apply(_, steps) {
      calls.push(steps);
      const fault = this.onApply(steps, calls.length);
      if (fault?.when !== 'before') for (const step of steps) done(step);
      if (fault) throw new CloudError(`a fault ${fault.when} it`, { ...fault, code: 'Fault' });
    },
  };
}
