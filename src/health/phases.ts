import { phaseOf } from '../lib/phase.ts';
import { sameProbe } from '../lib/same-probe.ts';
import type { Target } from './target.ts';

/** Targets that one probe observes have its phase: that of the first of them. */
export function givePhases(targets: readonly Target[]): void {
  const phases = new Map<string, number>();
  for (const target of targets) {
    const probe = sameProbe(target.definition);
    target.phase = phases.get(probe) ?? phaseOf(target.definition.key);
    phases.set(probe, target.phase);
  }
}
