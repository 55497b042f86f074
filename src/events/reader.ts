import type { EventFilter, EventPage, LoggedEvent } from '../model/event.ts';
import { matcherOf } from './filter.ts';
import type { EventLog } from './log.ts';
import type { EventWriter } from './writer.ts';

export interface EventReaderOptions {
  readonly log: EventLog;
  readonly writer: Pick<EventWriter, 'writtenId'>;
  readonly store: {
    ids(): { readonly oldest: number };
    after(id: number, wanted: { readonly below: number; readonly filter: EventFilter; readonly most: number }): EventPage;
    before(id: number, wanted: { readonly filter: EventFilter; readonly most: number }): EventPage;
  };
}

/** Events of memory that one call looks at. */
const LOOKED_AT = 5000;

/** Finds events wherever they are: in memory, where the newest are, or in the store. Each call takes some milliseconds at the most. */
export class EventReader {
  readonly #options: EventReaderOptions;

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  /** Those that fit and are newer than the id, the oldest first, so many at the most. */
  after(id: number, filter: EventFilter, most: number): EventPage {
    const { log, store } = this.#options;
    const below = log.ring.first?.id ?? log.lastId + 1;
    if (id >= below) return this.#ringAfter(id, filter, most);
    const page = store.after(id, { below, filter, most });
    if (page.through !== undefined) return page;
    const rest = this.#ringAfter(below - 1, filter, most - page.events.length);
    return { events: [...page.events, ...rest.events], through: rest.through };
  }

  /** Those that fit and are older than the id, the newest first, so many at the most. */
  before(id: number, filter: EventFilter, most: number): EventPage {
    const { log, store, writer } = this.#options;
    const fits = matcherOf(filter);
    const unwritten = log.ring.after(writer.writtenId, log.ring.length);
    const newest = unwritten
      .filter(event => event.id < id && fits(event))
      .reverse()
      .slice(0, most);
    if (newest.length === most) return { events: newest, through: newest.at(-1)?.id };
    const page = store.before(Math.min(id, unwritten[0]?.id ?? id), { filter, most: most - newest.length });
    return { events: [...newest, ...page.events], through: page.through };
  }

  /** Whether events newer than the id may have been forgotten. */
  mayMiss(id: number): boolean {
    const { log, store } = this.#options;
    const oldest = store.ids().oldest || (log.ring.first?.id ?? 0);
    return id > 0 && id < oldest;
  }

  #ringAfter(id: number, filter: EventFilter, most: number): EventPage {
    const looked = this.#options.log.ring.after(id, LOOKED_AT);
    const fits = matcherOf(filter);
    const events: LoggedEvent[] = [];
    for (const event of looked) {
      if (events.length === most) return { events, through: events.at(-1)?.id ?? id };
      if (fits(event)) events.push(event);
    }
    return { events, through: looked.length < LOOKED_AT ? undefined : looked.at(-1)?.id };
  }
}
