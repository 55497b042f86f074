import type { Random } from '../src/lib/random.ts';

/** How far behind its place in the grid a probe may start, as a share of the interval. */
const JITTER = 0.03;

/** How many new targets are probed a millisecond, at most, while their first verdicts are still awaited. */
const FIRST_PROBES_PER_MS = 0.5;

/**
 * A number from 0 up to 1, always the same for the same key, and evenly spread over keys however alike they look:
 * FNV-1a, then the finalizer of MurmurHash3.
 */
export function phaseOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/**
 * The first turn after `afterMs`: targets of one phase have their turns at the same moments for ever, one in every interval.
 * Whole milliseconds, so that the turn after a turn is exactly one interval later.
 */
export function nextTurn(phase: number, intervalMs: number, afterMs: number): number {
  const offsetMs = Math.floor(phase * intervalMs);
  return offsetMs + (Math.floor((afterMs - offsetMs) / intervalMs) + 1) * intervalMs;
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
