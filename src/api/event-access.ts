import type { EventFilter, LoggedEvent } from '../model/event.ts';
import type { Metric } from './operations.ts';

/** What the API needs of the events. The composition root hands it in. */
export interface EventAccess {
  /** Begins to write events; undefined: too many are reading. */
  open(request: EventStreamRequest): OpenedEventStream | undefined;
  /** Those that fit and are older than the id, the newest first, so many at the most; undefined: the newest there are. */
  before(id: number | undefined, filter: EventFilter, most: number): Promise<readonly LoggedEvent[]>;
  /** Whether a token, by its id, may still be used. */
  isGood(token: string): boolean;
  metrics(): readonly Metric[];
}

export interface EventStreamRequest {
  readonly filter: EventFilter;
  /** Events newer than this id are wanted; undefined: from now on. */
  readonly after: number | undefined;
  readonly sink: EventStreamSink;
  /** Asked every few seconds whether whoever reads it may still do so. */
  readonly isGood: () => boolean;
}

/** The near end of the connection. */
export interface EventStreamSink {
  /** Whether to wait with the next write until what was written is taken. */
  readonly isFull: boolean;
  /** Octets that were written and that the other end has not taken yet. */
  readonly waitingBytes: number;
  write(text: Uint8Array | string): void;
  /** Runs it once, soon after there is room again. */
  whenTaken(run: () => void): void;
  end(): void;
  cut(): void;
}

export interface OpenedEventStream {
  /** Tells the client to come again, and ends the stream. */
  end(reason: string): void;
  /** To be called when the connection is gone, whoever ended it. */
  closed(): void;
}
