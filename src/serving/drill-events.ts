import { displayName } from '../lib/dns-name.ts';
import type { Drill, DrillMoment } from '../model/drill.ts';
import type { EventSink } from '../model/event.ts';

interface ToldMoment {
  readonly drill: Drill;
  readonly moment: DrillMoment;
  /** As the log has it. */
  readonly line: string;
}

/** Tells of a step of a drill. */
export function noteDrillMoment(events: EventSink, { drill, moment: { step }, line }: ToldMoment): void {
  const { id, author, plan } = drill;
  const level = step === 'abort' || step === 'refused' ? 'warn' : 'info';
  const data = { what: step, record: displayName(plan.owner), outcome: drill.outcome };
  events.note({ kind: 'drill', level, zone: plan.zone, target: id, author, message: line, data });
}
