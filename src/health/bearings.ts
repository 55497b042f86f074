import type { Electorate } from './electorate.ts';
import type { Grid } from './outlook.ts';

/** A moment on both clocks. */
export interface Now {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Without the time that the process stood still. */
  readonly monotonicMs: number;
  /** With it. */
  readonly elapsedMs: number;
}

/** What bears on a verdict besides the observations. */
export interface Bearings {
  readonly electorate: Electorate;
  /** How many targets there are. */
  readonly targets: number;
  /** Whether planned work is under way: its failures are no flaps, and recovery is automatic. */
  readonly silenced: boolean;
  readonly grid: Grid;
  readonly now: Now;
}
