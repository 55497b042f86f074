import type { Metric } from '../api/operations.ts';
import type { Drill, DrillOutcome } from '../model/drill.ts';
import { by, counter, gauge } from './metric.ts';

/** Counts how drills ended since the start. */
export class DrillCounts {
  readonly #ended: Record<DrillOutcome, number> = { completed: 0, aborted: 0, interrupted: 0, refused: 0, failed: 0 };

  /** Takes note of a drill whenever it is written down; it is at its end once. */
  note({ phase, outcome }: Drill): void {
    if (phase === 'ended' && outcome !== undefined) this.#ended[outcome]++;
  }

  /** In Prometheus' terms. */
  metrics(isRunning: boolean): Metric[] {
    return [
      counter(
        'meridian_drills_total',
        'Drills by how they ended; of those asked for by hand, the refused ones are not counted.',
        by('outcome', this.#ended),
      ),
      gauge('meridian_drill_running', '1 while a drill runs.', isRunning ? 1 : 0),
    ];
  }
}
