import {
  type ControlResult,
  FLEET_CONTRACT,
  MAX_AGO_MS,
  MAX_OBSERVATIONS,
  MAX_REPORT_BYTES,
  type RefusedProbe,
  type WireObservation,
} from '../../src/fleet/contract.ts';
import { printable } from '../printable.ts';
import type { Seen } from './outbox.ts';

/** A report from when it is made until the controller has it. */
export interface DraftReport {
  readonly sequence: number;
  readonly seen: readonly Seen[];
  readonly controls: readonly ControlResult[];
  readonly refused: readonly RefusedProbe[];
}

/** What goes up at once leaves room for keys and reasons in letters of several octets. */
const ROOM = { refused: MAX_REPORT_BYTES / 8, observations: MAX_REPORT_BYTES / 4 };

/** As many of the oldest as one report has room for. */
export function fitting(waiting: Iterable<Seen>): Seen[] {
  const fit: Seen[] = [];
  let room = ROOM.observations;
  for (const seen of waiting) {
    room -= 200 + seen.probe.length + seen.reason.length;
    if (fit.length === MAX_OBSERVATIONS || room < 0) break;
    fit.push(seen);
  }
  return fit;
}

/** As many of the first as a report has room for beside observations. */
export function fittingRefusals(refused: readonly RefusedProbe[]): RefusedProbe[] {
  let room = ROOM.refused;
  const over = refused.findIndex(({ probe, reason }, i) => {
    room -= 40 + probe.length + reason.length;
    return room < 0 || i === MAX_OBSERVATIONS;
  });
  return over < 0 ? [...refused] : refused.slice(0, over);
}

/** When a report is sent: on the monotonic clock, and on the controller's grid. */
export interface SendTime {
  readonly nowMs: number;
  readonly gridMs: number;
}

/** The JSON of a report that is sent now. */
export function encodeReport(boot: string, { sequence, seen, controls, refused }: DraftReport, { nowMs, gridMs }: SendTime): string {
  const observations = seen.map(each => encodeSeen(each, nowMs)).filter(({ ago_ms }) => ago_ms <= MAX_AGO_MS);
  return JSON.stringify({ contract: FLEET_CONTRACT, boot, sequence, sent_grid_ms: tenths(gridMs), controls, refused, observations });
}

function encodeSeen({ probe, atMs, ok, reason, durationMs, phases, confirmed }: Seen, nowMs: number): WireObservation {
  const ago_ms = tenths(Math.max(0, nowMs - atMs));
  const more = { ...(phases && { phases: inTenths(phases) }), ...(confirmed && { confirmed }) };
  return { probe, ago_ms, ok, reason: printable(reason), duration_ms: tenths(durationMs), ...more };
}

/** Tenths of a millisecond are more than a network is good for, and shorter to write. */
function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function inTenths<T extends object>(phases: T): T {
  return Object.fromEntries(Object.entries(phases).map(([phase, milliseconds]) => [phase, tenths(milliseconds)])) as T;
}
