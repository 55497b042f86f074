import { freshMs } from '../lib/freshness.ts';
import type { Probe, TargetKey } from '../model/health.ts';
import { encodeProbe } from './contract.ts';

/** What all vantages are asked to probe. Frozen: an assignment that differs is another object. */
export interface Assigned {
  readonly probes: readonly Probe[];
  readonly byKey: ReadonlyMap<TargetKey, AssignedProbe>;
  /** The probes as JSON, made once for all vantages. */
  readonly text: Uint8Array;
}

/** Of a probe, what the controller goes by when it hears of it. */
export interface AssignedProbe {
  readonly key: TargetKey;
  readonly timeoutMs: number;
  /** An observation that is older says nothing of now. */
  readonly lateAfterMs: number;
}

export const NOTHING_ASSIGNED = assigned([]);

/** The assignment of these probes; `before` itself where it asks for the same. */
export function assigned(probes: readonly Probe[], before?: Assigned): Assigned {
  const text = Buffer.from(JSON.stringify(probes.map(encodeProbe)));
  if (before && text.equals(before.text)) return before;
  return { probes, byKey: new Map(probes.map(probe => [probe.key, heardOf(probe)])), text };
}

function heardOf({ key, monitor }: Probe): AssignedProbe {
  return { key, timeoutMs: monitor.timeoutMs, lateAfterMs: freshMs(monitor) };
}
