import { displayName } from '../lib/dns-name.ts';
import type { EventLevel, EventSink } from '../model/event.ts';
import type { Shift, ShiftEntry, ShiftMoment } from '../model/shift.ts';

interface ToldMoment {
  readonly shift: Shift;
  readonly moment: ShiftMoment;
  /** As the log has it. */
  readonly line: string;
}

const WARNED = new Set<ShiftEntry>(['waiting', 'rollback', 'superseded']);

/** Tells what happens to a shift. */
export function noteShiftMoment(events: EventSink, { shift, moment: { what }, line }: ToldMoment): void {
  const { id, author, plan, step, steps, outcome } = shift;
  const level: EventLevel = WARNED.has(what) ? 'warn' : 'info';
  const data = { what, shift: id, step, steps: steps.length, outcome };
  events.note({ kind: 'shift', level, zone: plan.zone, target: displayName(plan.owner), author, message: line, data });
}
