import type { ServeOptions } from '../config/options.ts';
import type { EventLog } from '../events/log.ts';
import type { Faults } from './faults.ts';
import type { Logger, Output } from './log.ts';
import type { ServingCounters } from './metrics.ts';
import type { Moment } from './operations.ts';

/** What every part of the composition is handed. */
export interface Facts {
  readonly options: ServeOptions;
  readonly version: string;
  readonly log: Logger;
  /** What changed, for all who listen: `events.note(event)`. */
  readonly events: EventLog;
  readonly output: Output;
  readonly faults: Faults;
  readonly counters: ServingCounters;
  readonly started: Moment;
}
