import type { ShiftAccess, ShiftFaults, ShiftOrder, ShiftOutlook, ShiftQuestion } from '../../src/api/shift-access.ts';
import type { Shift } from '../../src/model/shift.ts';
import type { Name } from '../../src/model/zone.ts';
import { sampleShift } from '../control/shift/sample-shift.ts';

const GOOD: ShiftOutlook = {
  ...sampleShift(),
  checks: [{ check: 'receiving', ok: true, detail: 'what gains clients is healthy' }],
};

/** Shifts that are held in memory: nothing moves. */
export class MemoryShifts implements ShiftAccess {
  readonly questions: ShiftQuestion[] = [];
  readonly orders: [string, ShiftOrder, string][] = [];
  held: Shift[] = [];
  /** What every plan comes to. */
  outlook: ShiftOutlook | ShiftFaults = GOOD;

  look(question: ShiftQuestion) {
    this.questions.push(question);
    return this.outlook;
  }

  async start(question: ShiftQuestion) {
    const found = this.outlook;
    if ('faults' in found) return found;
    if (found.checks.some(({ ok }) => !ok)) return { refused: found };
    const shift = sampleShift({ ...question });
    this.held = [shift, ...this.held];
    return { shift, found };
  }

  async order(id: string, order: ShiftOrder, author: string): Promise<void> {
    this.orders.push([id, order, author]);
    const phase = order === 'pause' ? 'paused' : order === 'resume' ? 'holding' : 'ended';
    this.held = this.held.map(shift => ({ ...shift, phase, outcome: phase === 'ended' ? 'aborted' : undefined }));
  }

  at(zone: Name, owner: Name): Shift | undefined {
    return this.held.find(({ plan }) => plan.zone === zone && plan.owner === owner);
  }

  find(id: string): Shift | undefined {
    return this.held.find(shift => shift.id === id);
  }

  list(most: number): readonly Shift[] {
    return this.held.slice(0, most);
  }

  metrics() {
    return [];
  }
}
