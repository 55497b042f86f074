import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Observation } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { Logger } from './log.ts';
import { countProbe, type ServingCounters } from './metrics.ts';
import type { VerdictKeeper } from './verdict-keeper.ts';

export interface ObserveParts {
  readonly health: Health;
  readonly control: Control;
  readonly verdicts: VerdictKeeper;
  readonly counters: ServingCounters;
  readonly faults: Faults;
  readonly log: Logger;
}

/**
 * The way of an observation: counted, taken in by the health engine, written down where a verdict turned, and on to the answers.
 * Never throws: one observation that cannot be taken in stops neither the probes nor the process.
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

function takeIn(observation: Observation, { health, control, verdicts, counters, faults, log }: ObserveParts): void {
  countProbe(counters, observation);
  log.trace({ observation }, 'probe');
  const change = health.observe(observation);
  if (!change) return;
  if (change.targetVerdictChanged) {
    const { verdict, reason, sinceMs } = change.targetState;
    verdicts.add({ target: change.target, verdict, reason, sinceMs, downsAtMs: change.downsAtMs });
  }
  if (change.verdictChanged) counters.verdictChanges++;
  control.verdictChanged(change.endpoint).catch(error => faults.note('a verdict could not be carried to the answers', error));
}
