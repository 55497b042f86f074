import { EventReader } from '../events/reader.ts';
import { EventWriter } from '../events/writer.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { Store } from '../store/open.ts';
import type { Facts } from './facts.ts';

/** The history of what changed. */
export interface History {
  readonly reader: EventReader;
  readonly writer: EventWriter;
}

/** Has the log of events written down, and found again. What is told from now on has greater ids than all that is in the store. */
export function keepHistory({ events: log, faults, log: lines }: Facts, store: Store, stack: AsyncDisposableStack): History {
  log.goOnAfter(store.events.ids().newest);
  const writer = stack.use(
    new EventWriter({
      log,
      store: store.events,
      clock,
      onFault: error => faults.note('events could not be stored, and are kept in memory as long as there is room', error),
      onMended: lost => lines.info({ lost }, `events are stored again; ${lost} were lost meanwhile`),
    }),
  );
  return { reader: new EventReader({ log, writer, store: store.events }), writer };
}
