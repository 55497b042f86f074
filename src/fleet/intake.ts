/** Takes in what agents report: 20,000 observations a second, watched by the bench `intake`. */
import type { Clock } from '../lib/clock.ts';
import type { Standstill } from '../lib/standstill.ts';
import type { Observation, PhaseTimings } from '../model/health.ts';
import type { Assigned, AssignedProbe } from './assigned.ts';
import { HELD_UP_MS, type Report, type WireObservation } from './contract.ts';
import type { Member } from './member.ts';

export interface IntakeOptions {
  readonly clock: Clock;
  readonly standstill: Pick<Standstill, 'within'>;
  readonly onObservation: (observation: Observation) => void;
  /** Some came too late: how many of one report, and how long ago the oldest was. */
  readonly onLate: (member: Member, observations: number, agoMs: number) => void;
}

/** Agents that were started lately under one name; of earlier ones nothing comes any more. */
const MOST_BOOTS = 4;

/** Whether this report is new: a higher sequence than was taken of its boot. Notes that it was taken. */
export function isNewReport({ sequences, counts }: Member, { boot, sequence }: Report): boolean {
  const highest = sequences.get(boot) ?? 0;
  if (sequence <= highest) {
    counts.duplicateReports++;
    return false;
  }
  counts.reports++;
  sequences.delete(boot);
  sequences.set(boot, sequence);
  if (sequences.size > MOST_BOOTS) sequences.delete(sequences.keys().next().value!);
  return true;
}

/**
 * Hands observations on in the controller's time: what is late or about nothing that is asked for is only counted. A failure is late where it was
 * held up, or is from before its agent had this stream: the agent probes again what it cannot know to have counted, when it is connected and when
 * the answer to a report came late.
 */
export function takeIn(member: Member, { observations, sent_grid_ms }: Report, assigned: Assigned, options: IntakeOptions): void {
  const { clock, standstill, onObservation, onLate } = options;
  const [nowMs, monotonicMs] = [clock.now(), clock.monotonic()];
  const onItsWayMs = Math.max(0, monotonicMs - (sent_grid_ms ?? monotonicMs));
  let late = 0;
  let oldestMs = 0;
  for (const wire of observations) {
    const probe = assigned.byKey.get(wire.probe);
    const agoMs = wire.ago_ms + onItsWayMs;
    if (!probe) member.counts.unknown++;
    else if (isLate(wire, agoMs, probe, standstill)) {
      late++;
      oldestMs = Math.max(oldestMs, agoMs);
    } else if (!wire.ok && monotonicMs - agoMs < member.openedAtMs) member.counts.late++;
    else {
      // What comes later ended later, whatever the times say that reports were on their way.
      member.endedAtMs = Math.max(member.endedAtMs, monotonicMs - agoMs);
      const atMs = Math.round(nowMs - (monotonicMs - member.endedAtMs));
      countTaken(member, wire.ok, wire.duration_ms);
      onObservation(observed(wire, probe.key, member.name, atMs));
    }
  }
  member.counts.late += late;
  if (late > 0) onLate(member, late, oldestMs);
}

/** Whether it was on its way, or was kept, for too long while this process could have taken it. */
function isLate({ ok }: WireObservation, agoMs: number, { lateAfterMs }: AssignedProbe, standstill: IntakeOptions['standstill']): boolean {
  const mostMs = ok ? lateAfterMs : Math.min(lateAfterMs, HELD_UP_MS);
  return agoMs > mostMs && agoMs - standstill.within(agoMs) > mostMs;
}

/** Counts an observation that is handed on. */
export function countTaken({ counts, roundTrips }: Member, ok: boolean, durationMs: number): void {
  counts.taken++;
  if (ok) roundTrips.add(durationMs);
}

/** The key is the assignment's own text, not the report's: what is kept of 200,000 ballots is then small. */
function observed(
  { ok, reason, duration_ms: durationMs, phases, confirmed }: WireObservation,
  target: string,
  vantage: string,
  atMs: number,
): Observation {
  const seen = { target, vantage, atMs, ok, reason, durationMs, ...(confirmed && !ok && { confirmed }) };
  return phases === undefined ? seen : { ...seen, phases: phasesOf(phases) };
}

/** Those that are known here, and nothing else that came with them. */
function phasesOf({ lookupMs, connectMs, tlsMs, firstByteMs, contentMs }: PhaseTimings): PhaseTimings {
  return {
    ...(lookupMs !== undefined && { lookupMs }),
    ...(connectMs !== undefined && { connectMs }),
    ...(tlsMs !== undefined && { tlsMs }),
    ...(firstByteMs !== undefined && { firstByteMs }),
    ...(contentMs !== undefined && { contentMs }),
  };
}
