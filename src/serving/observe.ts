import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Observation } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { Logger } from './log.ts';
import { countProbe, type ServingCounters } from './metrics.ts';
import type { VerdictWriter } from './verdict-writer.ts';

export interface ObserveParts {
  readonly health: Health;
  readonly control: Control;
  readonly verdicts: VerdictWriter;
  readonly counters: ServingCounters;
  readonly faults: Faults;
  readonly log: Logger;
}

/** The way of an observation: counted, taken in by the health engine, written down where a verdict turned, and on to the answers. */
export function observe({ health, control, verdicts, counters, faults, log }: ObserveParts): (observation: Observation) => void {
  return observation => {
    countProbe(counters, observation);
    log.trace({ observation }, 'probe');
    const change = health.observe(observation);
    if (!change) return;
    if (change.targetVerdictChanged) {
      const { verdict, reason, sinceMs } = change.targetState;
      verdicts.add({ target: observation.target, verdict, reason, sinceMs });
    }
    if (change.verdictChanged) counters.verdictChanges++;
    control.verdictChanged(change.endpoint).catch(error => faults.note('a verdict could not be carried to the answers', error));
  };
}
