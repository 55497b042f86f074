import type { Slot } from '../model/health.ts';
import type { Assigned } from './assigned.ts';
import type { StreamEvent } from './contract.ts';
import { assignText, type EventText, eventText } from './event-text.ts';

/** The near end of a stream: where its events are written. */
export interface StreamSink {
  /** Octets that were written and that the other end has not taken yet. */
  readonly waitingBytes: number;
  write(text: EventText): void;
  /** Ends the stream after what was written. */
  end(): void;
  /** Ends it at once. */
  cut(): void;
}

export interface SessionFacts {
  readonly boot: string;
  /** The address that the agent comes from. */
  readonly remote: string;
  /** The id of its token. */
  readonly token: string | undefined;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Told when the agent does not read; the stream is cut already. */
  readonly onUnread: () => void;
}

/** What may wait for an agent besides the assignment, which may be large itself. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

/** One stream of one agent. After its end nothing is written any more. */
export class Session {
  readonly facts: SessionFacts;
  readonly #sink: StreamSink;
  /** What it was given last. */
  #given: Assigned | undefined;
  #ended = false;

  constructor(sink: StreamSink, facts: SessionFacts) {
    this.#sink = sink;
    this.facts = facts;
  }

  send(event: Exclude<StreamEvent, { event: 'assign' }>): void {
    this.#write(eventText(event));
  }

  /** Gives it the probes where they are others than before, and otherwise only its slot. */
  assign(assigned: Assigned, slot: Slot): void {
    const known = this.#given === assigned;
    this.#given = assigned;
    this.#write(known ? eventText({ event: 'slot', data: slot }) : assignText(slot, assigned.text));
  }

  /** Has `again` false where the agent is not to come back. */
  end(reason: string, again: boolean): void {
    this.send({ event: 'end', data: { reason, again } });
    if (this.#ended) return;
    this.#ended = true;
    this.#sink.end();
  }

  cut(): void {
    this.#ended = true;
    this.#sink.cut();
  }

  #write(text: EventText): void {
    if (this.#ended) return;
    this.#sink.write(text);
    if (this.#sink.waitingBytes <= MOST_WAITING_BYTES + (this.#given?.text.length ?? 0)) return;
    this.cut();
    this.facts.onUnread();
  }
}
