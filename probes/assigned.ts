import { phaseOf } from '../src/lib/phase.ts';
import type { Probe } from '../src/model/health.ts';

/** How it is with one probe of a vantage. */
export interface Assigned {
  /** Its newest settings. */
  probe: Probe;
  /** Its own, whatever the slot of the vantage is. */
  readonly phase: number;
  cancelTurn: () => void;
  /** Defined while it is to come again to confirm a failure. */
  cancelConfirmation: (() => void) | undefined;
  /** Defined while it is in flight. */
  abort: (() => void) | undefined;
  /** The clock's time of the earliest turn that is still to be served: it waits for admission, or for the end of the probe in flight. */
  dueMs: number | undefined;
  /** The clock's time when it last began. */
  beganMs: number;
  /** Failures in a row; what was no observation does not count. */
  failures: number;
}

/** One that has not been probed yet. */
export function newlyAssigned(probe: Probe): Assigned {
  return {
    probe,
    phase: phaseOf(probe.key),
    cancelTurn: () => {},
    cancelConfirmation: undefined,
    abort: undefined,
    dueMs: undefined,
    beganMs: Number.NEGATIVE_INFINITY,
    failures: 0,
  };
}

/** Whether failures are confirmed alike. */
export function isConfirmedAlike(a: Probe, b: Probe): boolean {
  return a.monitor.fall === b.monitor.fall && a.monitor.confirmMs === b.monitor.confirmMs;
}
