import type { EventAccess } from '../api/event-access.ts';
import { EventReader } from '../events/reader.ts';
import { EventStreams } from '../events/streams.ts';
import { EventWriter } from '../events/writer.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { tokenState } from '../lib/token-state.ts';
import type { EventFilter, EventPage, LoggedEvent } from '../model/event.ts';
import type { Token } from '../model/token.ts';
import type { Store } from '../store/open.ts';
import { eventMetrics } from './event-metrics.ts';
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

/** What the API sees of the events. */
export function eventAccess({ events: log }: Facts, { reader, writer }: History, { tokens, stack }: EventAccessParts): EventAccess {
  const streams = stack.use(new EventStreams({ log, reader, clock }));
  return {
    open: request => streams.open(request),
    before: (id, filter, most) => readBefore(reader, { id: id ?? log.lastId + 1, filter, most }),
    isGood: id => tokens.list().some(token => token.id === id && tokenState(token, clock.now()) === 'active'),
    metrics: () => eventMetrics({ noted: log.counts, history: writer.counts, streams: streams.counts }),
  };
}

export interface EventAccessParts {
  readonly tokens: { list(): readonly Token[] };
  readonly stack: AsyncDisposableStack;
}

interface Wanted {
  readonly id: number;
  readonly filter: EventFilter;
  readonly most: number;
}

/** As the reader, but until there are enough or no more; others have their turn between. */
async function readBefore(reader: EventReader, { id, filter, most }: Wanted): Promise<readonly LoggedEvent[]> {
  const found: LoggedEvent[] = [];
  for (let before: number | undefined = id; before !== undefined && found.length < most; ) {
    const page: EventPage = reader.before(before, filter, most - found.length);
    found.push(...page.events);
    before = page.through;
    if (before !== undefined && found.length < most) await new Promise<void>(resolve => clock.after(0, resolve));
  }
  return found;
}
