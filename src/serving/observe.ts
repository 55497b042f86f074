import type { Control } from '../control/loop.ts';
import type { Health, VerdictChange } from '../health/engine.ts';
import type { Observation } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { Logger } from './log.ts';
import { countProbe, type ServingCounters } from './metrics.ts';
import type { VerdictKeeper } from './verdict-keeper.ts';

export interface CarryParts {
  readonly control: Pick<Control, 'verdictChanged'>;
  readonly verdicts: Pick<VerdictKeeper, 'add'>;
  readonly counters: ServingCounters;
  readonly faults: Pick<Faults, 'note'>;
}

export interface ObserveParts extends CarryParts {
  readonly health: Pick<Health, 'observe'>;
  readonly log: Logger;
  /** The targets that an observation of this probe is of. */
  readonly targetsOf: (probe: string) => readonly string[];
  /** Called where a target that is up is doubted for the first time, with the probe and the vantage that saw it. */
  readonly onSuspicion: (probe: string, vantage: string) => void;
}

/**
 * The way of an observation: counted, taken in by the health engine for each target that it is of, written down where a verdict turned,
 * and on to the answers. Never throws: one observation that cannot be taken in stops neither the probes nor the process.
 */
export function observe(parts: ObserveParts): (observation: Observation) => void {
  return observation => {
    try {
      takeIn(observation, parts);
    } catch (error) {
      parts.faults.note(`an observation of ${observation.target} could not be taken in`, error);
    }
  };
}

function takeIn(observation: Observation, parts: ObserveParts): void {
  countProbe(parts.counters, observation);
  parts.log.trace({ observation }, 'probe');
  let suspicion = false;
  for (const target of parts.targetsOf(observation.target)) {
    const change = parts.health.observe(target === observation.target ? observation : { ...observation, target });
    if (change) carry(change, parts);
    suspicion ||= change?.suspicion ?? false;
  }
  if (suspicion) parts.onSuspicion(observation.target, observation.vantage);
}

/** The way of a change: written down where a verdict turned, and on to the answers; resolves when they are out, or could not be. */
export function carry(change: VerdictChange, { control, verdicts, counters, faults }: CarryParts): Promise<unknown> {
  if (change.targetVerdictChanged || change.flapsForgotten) {
    const { verdict, reason, sinceMs } = change.targetState;
    verdicts.add({ target: change.target, verdict, reason, sinceMs, downsAtMs: change.downsAtMs });
  }
  if (change.verdictChanged) counters.verdictChanges++;
  return control.verdictChanged(change.endpoint).catch(error => faults.note('a verdict could not be carried to the answers', error));
}
