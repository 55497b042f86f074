import type { Observation } from '../model/health.ts';
import type { Report, ReportAnswer } from './contract.ts';
import { cutOffReason } from './controls.ts';
import type { FieldFault } from './field-fault.ts';
import { isNewReport, takeIn } from './intake.ts';
import type { Member } from './member.ts';
import type { FleetParts } from './parts.ts';
import { readReport } from './report.ts';

export type ReportOutcome =
  | { readonly kind: 'taken'; readonly answer: ReportAnswer }
  | { readonly kind: 'malformed'; readonly faults: readonly FieldFault[] }
  /**
   * No such vantage, or one that did not come since the start, whose agent goes by the grid of before: it is to open its stream first,
   * and then to report again.
   */
  | { readonly kind: 'unknown' };

export interface TakeReportParts extends FleetParts {
  readonly onObservation: (observation: Observation) => void;
}

/** Takes a report in, whole or not at all. What its control targets say counts before what it observed. */
export function takeReport(vantage: string, body: unknown, parts: TakeReportParts): ReportOutcome {
  const { announcer, clock, roster } = parts;
  const report = readReport(body);
  if (!('sequence' in report)) {
    announcer.tellSparingly({ kind: 'malformed', vantage, faults: report });
    return { kind: 'malformed', faults: report };
  }
  const member = roster.get(vantage);
  if (!member || member.local || !member.version || member.dropped !== undefined) return { kind: 'unknown' };
  member.heardAtMs = clock.monotonic();
  member.lost = false;
  if (isNewReport(member, report)) take(member, report, parts);
  else announcer.tellSparingly({ kind: 'duplicate', vantage, sequence: report.sequence });
  return { kind: 'taken', answer: { taken: member.sequences.get(report.boot)! } };
}

function take(member: Member, report: Report, parts: TakeReportParts): void {
  const { announcer, assigned, clock, standstill, onObservation, settle } = parts;
  if (!member.session || member.session.facts.boot === report.boot) {
    noteControls(member, report.controls, parts);
    noteRefused(member, report.refused, parts);
  }
  settle();
  takeIn(member, report, assigned(), {
    clock,
    standstill,
    onObservation,
    onLate: ({ name }, observations, agoMs) => announcer.tellSparingly({ kind: 'late', vantage: name, observations, agoMs }),
  });
}

/** Keeps how the control targets of a vantage do; tells when more than half of them begin to fail, or are well again. */
export function noteControls(member: Member, controls: Report['controls'], { announcer }: Pick<FleetParts, 'announcer'>): void {
  const before = cutOffReason(member.controls);
  member.controls = controls;
  const reason = cutOffReason(controls);
  if (reason !== undefined && before === undefined) announcer.tell({ kind: 'controls-failing', vantage: member.name, reason });
  if (reason === undefined && before !== undefined) announcer.tell({ kind: 'controls-mended', vantage: member.name });
}

function noteRefused(member: Member, refused: Report['refused'], { announcer }: FleetParts): void {
  const before = member.refused.length;
  member.refused = refused;
  if (refused.length === before) return;
  const [first] = refused;
  if (!first) announcer.tellSparingly({ kind: 'able', vantage: member.name });
  else announcer.tellSparingly({ kind: 'unable', vantage: member.name, probes: refused.length, ...first });
}
