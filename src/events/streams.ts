import type { Clock } from '../lib/clock.ts';
import { streamText } from '../lib/event-view.ts';
import type { LoggedEvent } from '../model/event.ts';
import { matcherOf } from './filter.ts';
import type { EventLog } from './log.ts';
import type { EventReader } from './reader.ts';
import { EventStream, type StreamRequest } from './stream.ts';

export interface EventStreamsOptions {
  readonly log: EventLog;
  readonly reader: EventReader;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
}

/** What is open, to whoever has the connection. */
export interface OpenedEvents {
  /** Tells the client to come again, and ends the stream. */
  end(reason: string): void;
  /** To be called when the connection is gone, whoever ended it. */
  closed(): void;
}

/** A proxy between may close what is silent for a minute. */
const BEAT_MS = 15_000;
/** Somebody who takes nothing for so long is not there. */
const STUCK_MS = 30_000;
/** More at once is read to each client as fast as it takes it. */
const MOST_AT_ONCE = 64 * 1024;
export const MOST_STREAMS = 10_000;

/** All clients of the events. What is new is written once for all who want the same; who is idle costs a connection. */
export class EventStreams implements Disposable {
  readonly #options: EventStreamsOptions;
  readonly #open = new Set<EventStream>();
  #unlisten: (() => void) | undefined;
  #cancelBeat = () => {};
  #cut = 0;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  /** Clients that are there, and how many were cut off because they did not read. */
  get counts(): { readonly open: number; readonly cut: number } {
    return { open: this.#open.size, cut: this.#cut };
  }

  /** Begins a stream; undefined: there are too many. */
  open(request: StreamRequest): OpenedEvents | undefined {
    if (this.#open.size >= MOST_STREAMS) return undefined;
    const { log, reader } = this.#options;
    if (this.#open.size === 0) this.#begin();
    const stream = new EventStream(request, { reader, lastId: () => log.lastId });
    this.#open.add(stream);
    return { end: reason => stream.end(reason), closed: () => this.#close(stream) };
  }

  [Symbol.dispose](): void {
    for (const stream of this.#open) stream.cut();
    this.#open.clear();
    this.#rest();
  }

  #begin(): void {
    this.#unlisten = this.#options.log.listen(events => this.#give(events));
    this.#beatLater();
  }

  #rest(): void {
    this.#unlisten?.();
    this.#cancelBeat();
  }

  #close(stream: EventStream): void {
    stream.cut();
    if (this.#open.delete(stream) && this.#open.size === 0) this.#rest();
  }

  #give(events: readonly LoggedEvent[]): void {
    const texts = new Map<string, Uint8Array | undefined>();
    for (const stream of this.#open) {
      if (!stream.isLive) continue;
      const { key, filter } = stream;
      if (!texts.has(key)) texts.set(key, textOf(events.filter(matcherOf(filter))));
      stream.give(events, texts.get(key));
    }
  }

  #beatLater(): void {
    this.#cancelBeat = this.#options.clock.after(BEAT_MS, () => {
      this.#beat();
      if (this.#open.size > 0) this.#beatLater();
    });
  }

  #beat(): void {
    const { log, clock } = this.#options;
    // What was noted before the id of the beat is written before the beat.
    log.deliver();
    const text = Buffer.from(`:\nid: ${log.lastId}\n\n`);
    const nowMs = clock.monotonic();
    for (const stream of this.#open) {
      if (!stream.isGood) stream.end('the token is not good any more');
      else if (stream.stuckMs(nowMs) < STUCK_MS) stream.beat(text);
      else {
        this.#cut++;
        stream.cut();
      }
    }
  }
}

/** Undefined: too much for one write. */
function textOf(events: readonly LoggedEvent[]): Uint8Array | undefined {
  let text = '';
  for (const event of events) {
    text += streamText(event);
    if (text.length > MOST_AT_ONCE) return undefined;
  }
  return Buffer.from(text);
}
