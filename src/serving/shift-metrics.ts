import type { Metric } from '../api/operations.ts';
import type { Shift, ShiftOutcome } from '../model/shift.ts';
import { by, counter, gauge } from './metric.ts';

/** Counts how shifts ended since the start. */
export class ShiftCounts {
  readonly #ended: Record<ShiftOutcome, number> = { completed: 0, rolled_back: 0, aborted: 0, superseded: 0 };

  /** Takes note of a shift that is over. */
  note({ outcome }: Shift): void {
    if (outcome !== undefined) this.#ended[outcome]++;
  }

  /** In Prometheus' terms; `running` are those under way. */
  metrics(running: readonly Shift[]): Metric[] {
    const waiting = running.filter(({ phase }) => phase === 'waiting').length;
    return [
      counter('meridian_shifts_total', 'Shifts by how they ended.', by('outcome', this.#ended)),
      gauge('meridian_shifts_running', 'Shifts under way.', running.length),
      gauge('meridian_shifts_waiting', 'Shifts under way whose receiving side is not healthy.', waiting),
    ];
  }
}
