import type { Clock } from '../lib/clock.ts';
import type { Probe } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { ServingCounters } from './metrics.ts';

const QUIET_MS = 60_000;

/** More kinds of trouble than this at once are told of as if each were new. */
const MOST_KINDS = 64;

export interface UnprobedParts {
  readonly faults: Pick<Faults, 'note'>;
  readonly counters: Pick<ServingCounters, 'faults'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

interface Trouble {
  readonly toldMs: number;
  since: number;
}

/**
 * Probes that this machine could not do. Each counts as a fault; but thousands of targets can meet the same trouble every second, so that
 * those with the same message are told of once a minute.
 */
export class Unprobed {
  readonly #parts: UnprobedParts;
  readonly #troubles = new Map<string, Trouble>();

  constructor(parts: UnprobedParts) {
    this.#parts = parts;
  }

  /** Takes note of a probe that was not done; to be handed on as a callback. */
  readonly note = (probe: Probe, error: unknown): void => {
    const { faults, counters, clock } = this.#parts;
    const message = error instanceof Error ? error.message : String(error);
    const known = this.#troubles.get(message);
    const nowMs = clock.monotonic();
    if (known && nowMs - known.toldMs < QUIET_MS) {
      known.since++;
      counters.faults++;
      return;
    }
    if (this.#troubles.size >= MOST_KINDS) this.#troubles.clear();
    this.#troubles.set(message, { toldMs: nowMs, since: 0 });
    faults.note(`${probe.key} could not be probed${known?.since ? `, and ${known.since} times before since it was last told` : ''}`, error);
  };
}
