import { JITTER } from '../src/lib/phase.ts';
import type { Random } from '../src/lib/random.ts';
import type { Slot } from '../src/model/health.ts';

/** How many new targets are probed a millisecond, at most, while their first verdicts are still awaited. */
const FIRST_PROBES_PER_MS = 0.5;

/**
 * The first turn after `afterMs`: targets of one phase have their turns at the same moments for ever, one in every interval.
 * Whole milliseconds, so that the turn after a turn is exactly one interval later.
 */
export function nextTurn(phase: number, intervalMs: number, afterMs: number): number {
  const offsetMs = Math.floor(phase * intervalMs);
  return offsetMs + (Math.floor((afterMs - offsetMs) / intervalMs) + 1) * intervalMs;
}

/** The phase that a key of phase `phase` has at a vantage in this slot: the vantages of all slots have their turns evenly spread. */
export function phaseInSlot(phase: number, { index, of }: Slot): number {
  return (phase + index / of) % 1;
}

interface TurnTaken {
  readonly phase: number;
  readonly intervalMs: number;
  /** The time on the grid. */
  readonly nowMs: number;
  /** How long ago the turn that is taken now was due. */
  readonly lateMs: number;
  /** From when that was due until the next one, at least, as a share of the interval; default: half of it, jitter included. */
  readonly leastGap?: number | undefined;
}

/**
 * Milliseconds until the turn that follows one which is taken now. Where phase and grid are as they were, that is one interval after
 * it. Else the gap between the two is 0.5 to 1.5 intervals, jitter included, so that no change of phase brings a rush or a long wait.
 */
export function turnAfter({ phase, intervalMs, nowMs, lateMs, leastGap = 0.5 - JITTER }: TurnTaken): number {
  const earliestMs = nowMs - lateMs + leastGap * intervalMs;
  return nextTurn(phase, intervalMs, Math.max(nowMs, earliestMs)) - nowMs;
}

/** How long after its turn a probe starts, so that checks of many origins do not fall into step. Milliseconds. */
export function jitterMs(random: Random, intervalMs: number): number {
  return (random() / 0x1_0000_0000) * JITTER * intervalMs;
}

/**
 * How long a new target waits for its first probe: little where few are new, and never so long that the verdict would come later
 * than one interval after the start.
 */
export function firstDelayMs(phase: number, newTargets: number, monitor: { intervalMs: number; timeoutMs: number }): number {
  return phase * Math.max(0, Math.min(monitor.intervalMs - monitor.timeoutMs, newTargets / FIRST_PROBES_PER_MS));
}
