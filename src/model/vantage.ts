import type { Slot, TargetKey } from './health.ts';

/** Something that a vantage can always reach, unless it is the vantage that is cut off. */
export interface ControlResult {
  /** As the operator wrote it: `tcp://192.0.2.1:443`. */
  readonly target: string;
  readonly ok: boolean;
  readonly reason: string;
}

/** A probe of the assignment that a vantage cannot do, and why: `the check type smtp is unknown to this agent`. */
export interface RefusedProbe {
  readonly probe: TargetKey;
  readonly reason: string;
}

/** What is known of one vantage, at the moment of looking. */
export interface KnownVantage {
  readonly name: string;
  readonly region: string | undefined;
  /** `embedded`: it runs within the controller. */
  readonly kind: 'embedded' | 'remote';
  /** Of its program; undefined until it has said so: it is known from the last run alone. */
  readonly version: string | undefined;
  /** Its stream; undefined where it has none, as the embedded one never has. */
  readonly connection: { readonly sinceMs: number; readonly remote: string } | undefined;
  /** Milliseconds since something last came from it. */
  readonly heardAgoMs: number;
  /** Its place among the vantages that probe; undefined where it is not among them. */
  readonly slot: Slot | undefined;
  /** Probes that it is asked to do, those that it cannot do included. */
  readonly assigned: number;
  readonly refused: readonly RefusedProbe[];
  readonly controls: readonly ControlResult[];
  /** Why it has no say for the time being; undefined: it has. */
  readonly voteless: string | undefined;
  /** Whether it was let go: its token is not good any more. */
  readonly dropped: boolean;
  /** How far its clock said to be ahead of the controller's when it connected, in milliseconds; undefined: not told. */
  readonly clockSkewMs: number | undefined;
  readonly counts: IntakeCounts;
  readonly roundTrips: RoundTrips;
}

/** What came from a vantage since it is known. */
export interface IntakeCounts {
  readonly reports: number;
  /** Reports that had been taken in before. */
  readonly duplicateReports: number;
  /** Observations that were handed on. */
  readonly taken: number;
  /** Observations that came too late to say anything of now; of failures, those that were held up for five seconds, or from before the stream of their agent. */
  readonly late: number;
  /** Observations of probes that nobody asks for, any more or at all. */
  readonly unknown: number;
}

/** How long the probes took that found what they expected, since the vantage is known. */
export interface RoundTrips {
  readonly count: number;
  readonly sumMs: number;
  /** How many took no longer than each of ROUND_TRIP_BOUNDS_MS, and longer than the bound before it; last, how many took longer still. */
  readonly buckets: readonly number[];
}

/** The upper bounds of the buckets of RoundTrips. */
export const ROUND_TRIP_BOUNDS_MS: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
