import type { EventSink } from '../model/event.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';

/** What went wrong while running: logged, counted, and the last one kept for status. None of it ends Meridian. */
export class Faults {
  readonly #log: Logger;
  readonly #counters: Pick<ServingCounters, 'faults'>;
  readonly #events: EventSink | undefined;
  last: string | undefined;

  constructor(log: Logger, counters: Pick<ServingCounters, 'faults'>, events?: EventSink) {
    this.#log = log;
    this.#counters = counters;
    this.#events = events;
  }

  /** Takes note of a fault in `what`; to be handed on as a callback. */
  readonly note = (what: string, error: unknown): void => {
    const cause = error instanceof Error ? error : new Error(String(error));
    this.#counters.faults++;
    this.last = `${what}: ${cause.message}`;
    this.#log.error({ err: cause }, what);
    this.#events?.note({ kind: 'fault', level: 'error', message: this.last });
  };
}
