import { streamText } from '../lib/event-view.ts';
import type { EventFilter, LoggedEvent } from '../model/event.ts';
import { filterKey } from './filter.ts';
import type { EventReader } from './reader.ts';

/** The near end of a connection. */
export interface StreamSink {
  /** Whether to wait with the next write until what was written is taken. */
  readonly isFull: boolean;
  /** Octets that were written and that the other end has not taken yet. */
  readonly waitingBytes: number;
  write(text: Uint8Array | string): void;
  /** Runs it once, soon after there is room again. */
  whenTaken(run: () => void): void;
  /** Ends the stream after what was written. */
  end(): void;
  /** Ends it at once. */
  cut(): void;
}

export interface StreamRequest {
  readonly filter: EventFilter;
  /** Events newer than this id are wanted; undefined: from now on. */
  readonly after: number | undefined;
  readonly sink: StreamSink;
  /** Whether whoever reads it may still do so. */
  readonly isGood?: (() => boolean) | undefined;
}

export interface StreamParts {
  readonly reader: Pick<EventReader, 'after' | 'mayMiss'>;
  readonly lastId: () => number;
}

/** What is read from history at once for one who is behind. */
const PAGE = 100;

/**
 * One client of the events. Where it keeps up it is given what is new as it comes; where it does not, nothing is kept for it: it is read to
 * from memory and the store, a page after the other, as fast as it takes them.
 */
export class EventStream {
  readonly filter: EventFilter;
  /** The same for all that want the same. */
  readonly key: string;
  readonly #parts: StreamParts;
  readonly #request: StreamRequest;
  /** All that it wants up to this id was written. */
  #sentId: number;
  #isBehind = false;
  #written = 0;
  #ended = false;
  /** When what it had taken was looked at last, and how much that was. */
  #taken = { bytes: 0, atMs: 0 };

  constructor(request: StreamRequest, parts: StreamParts) {
    this.filter = request.filter;
    this.key = filterKey(request.filter);
    this.#request = request;
    this.#parts = parts;
    const { after } = request;
    this.#sentId = Math.min(after ?? Number.POSITIVE_INFINITY, parts.lastId());
    const isGap = after !== undefined && parts.reader.mayMiss(after);
    this.#write(`retry: ${RETRY_MS}\nid: ${this.#sentId}\n\n`);
    if (after === undefined) return;
    if (isGap) this.#write(`event: gap\ndata: ${JSON.stringify({ after })}\n\n`);
    this.#catchUp();
  }

  /** Whether it has been given all there was. */
  get isLive(): boolean {
    return !this.#isBehind && !this.#ended;
  }

  get isGood(): boolean {
    return this.#request.isGood?.() ?? true;
  }

  /** Gives it what is new: `text` is what of `events` it wants; undefined where that is too much for one write. */
  give(events: readonly LoggedEvent[], text: Uint8Array | undefined): void {
    if (!this.isLive) return;
    const isNew = this.#sentId < events[0]!.id;
    if (!isNew || text === undefined) this.#catchUp();
    else if (text.length > 0 && this.#request.sink.isFull) this.#waitThenCatchUp();
    else {
      this.#sentId = events.at(-1)!.id;
      if (text.length > 0) this.#write(text);
    }
  }

  /** Shows that the stream is alive, and how far it has come. */
  beat(text: Uint8Array): void {
    if (this.isLive && this.#request.sink.waitingBytes === 0) this.#write(text);
  }

  /** For how long it has not taken anything, in milliseconds, although something waits for it; 0 where nothing does. */
  stuckMs(nowMs: number): number {
    const { waitingBytes } = this.#request.sink;
    const bytes = this.#written - waitingBytes;
    if (waitingBytes === 0 || bytes !== this.#taken.bytes) this.#taken = { bytes, atMs: nowMs };
    return nowMs - this.#taken.atMs;
  }

  /** Tells why, and ends the stream; whoever reads comes again by itself. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#write(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.#ended = true;
    this.#request.sink.end();
  }

  /** Ends it at once. */
  cut(): void {
    this.#ended = true;
    this.#request.sink.cut();
  }

  /** What cannot be read ends this stream, and nothing else. */
  #catchUp(): void {
    try {
      if (!this.#ended) this.#readOn();
    } catch {
      this.end('the history cannot be read');
    }
  }

  #readOn(): void {
    const page = this.#parts.reader.after(this.#sentId, this.filter, PAGE);
    this.#isBehind = page.through !== undefined;
    this.#sentId = page.through ?? this.#parts.lastId();
    if (page.events.length > 0) this.#write(page.events.map(streamText).join(''));
    if (this.#isBehind) this.#waitThenCatchUp();
  }

  #waitThenCatchUp(): void {
    this.#isBehind = true;
    this.#request.sink.whenTaken(() => this.#catchUp());
  }

  #write(text: Uint8Array | string): void {
    if (this.#ended) return;
    this.#written += text.length;
    this.#request.sink.write(text);
  }
}

/** After this time a client that lost its connection is to come again. */
const RETRY_MS = 2000;
