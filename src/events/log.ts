import type { Clock } from '../lib/clock.ts';
import type { EventKind, EventSink, LoggedEvent, NewEvent } from '../model/event.ts';
import { EVENT_KINDS } from '../model/event.ts';
import { EventRing } from './ring.ts';

export interface EventLogOptions {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Told of what a listener throws; the others are served all the same. */
  readonly onFault: (error: unknown) => void;
  /** How many of the newest events are kept in memory. */
  readonly size?: number;
}

/** Given events in the order of their ids, some time after they were noted. */
export type EventListener = (events: readonly LoggedEvent[]) => void;

/** More than one failure of 10,000 endpoints tells of, so that the store can take its time: about 15 MB once that has happened. */
const SIZE = 32_768;

/** A message is one line for people, whatever a receiver or a file has put into it. */
const LONGEST_MESSAGE = 1000;

/**
 * The log of what changed. To note an event is to put it into memory: it never throws and never waits, and costs next to nothing while
 * nobody listens. Listeners are given what is new together, once whoever noted it has gone on.
 */
export class EventLog implements EventSink {
  readonly #options: EventLogOptions;
  readonly #ring: EventRing;
  readonly #listeners = new Set<EventListener>();
  readonly #counts = new Map<EventKind, number>(EVENT_KINDS.map(kind => [kind, 0]));
  #lastId = 0;
  #total = 0;
  #pending: LoggedEvent[] = [];

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#ring = new EventRing(options.size ?? SIZE);
  }

  /** The id of the newest event; no event before it has a greater one. */
  get lastId(): number {
    return this.#lastId;
  }

  /** The newest events, oldest first. */
  get ring(): Pick<EventRing, 'first' | 'after' | 'countAfter' | 'length'> {
    return this.#ring;
  }

  /** How many events were noted. */
  get total(): number {
    return this.#total;
  }

  /** How many of each kind. */
  get counts(): ReadonlyMap<EventKind, number> {
    return this.#counts;
  }

  /** Has ids go on behind this one, which an earlier process gave out: its clock may have been ahead. */
  goOnAfter(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  note(event: NewEvent): void {
    const atMs = this.#options.clock.now();
    this.#lastId = Math.max(this.#lastId + 1, Math.floor(atMs * 1000));
    const { message, level = 'info' } = event;
    const logged = { ...event, id: this.#lastId, atMs, level, message: oneLine(message) };
    this.#ring.add(logged);
    this.#total++;
    this.#counts.set(event.kind, (this.#counts.get(event.kind) ?? 0) + 1);
    if (this.#listeners.size === 0) return;
    this.#pending.push(logged);
    if (this.#pending.length === 1) this.#options.clock.after(0, () => this.deliver());
  }

  /** Gives every listener what is new; the returned function ends that. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives listeners at once what they have not been given yet: before the end of the process. */
  deliver(): void {
    const events = this.#pending;
    if (events.length === 0) return;
    this.#pending = [];
    for (const listener of this.#listeners) this.#give(listener, events);
  }

  #give(listener: EventListener, events: readonly LoggedEvent[]): void {
    try {
      listener(events);
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}

function oneLine(message: string): string {
  const line = /[\n\r]/.test(message) ? message.replace(/\s*[\n\r]+\s*/g, ' ') : message;
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}
