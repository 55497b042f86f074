import { fullJitterMs } from '../../src/lib/backoff.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Controller } from './controller.ts';
import type { AgentLog } from './log.ts';
import { followStream, type StreamEnd } from './stream.ts';
import { type ReadEvent, readEvent } from './stream-event.ts';

const BACKOFF = { firstMs: 500, mostMs: 30_000 };

/** What the network did not do is mended by people, who may take their time. */
const RETRY_MS: Readonly<Record<Exclude<StreamEnd['kind'], 'lost'>, number>> = { denied: 30_000, refused: 30_000, dismissed: 60_000 };

export type Hello = Extract<ReadEvent, { readonly kind: 'hello' }>;

/** What the controller tells once it has said hello. */
export type Told = Extract<ReadEvent, { readonly kind: 'assign' | 'slot' | 'check' | 'time' }>;

export interface LinkOptions {
  readonly controller: Controller;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: AgentLog;
  /** The path and the greeting, as they are at that moment. */
  readonly path: () => string;
  readonly onHello: (hello: Hello) => void;
  readonly onTold: (told: Told) => void;
  /** There was a stream, and it ended; or there never was one. `waitMs` until the next try. */
  readonly onAway: (end: StreamEnd, waitMs: number) => void;
}

/** Keeps a stream to the controller open: connects at once, and again whenever it is lost. Disposed, it has none. */
export class Link implements Disposable {
  readonly #options: LinkOptions;
  readonly #ending = new AbortController();
  #failures = 0;
  #greeted = false;
  #cancelWait: (() => void) | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Tries at once, where it is waiting to. */
  retryNow(): void {
    if (!this.#cancelWait || this.#ending.signal.aborted) return;
    this.#cancelWait();
    this.#connect();
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#cancelWait?.();
  }

  #connect(): void {
    this.#cancelWait = undefined;
    this.#greeted = false;
    const { controller, clock, path } = this.#options;
    const { signal } = this.#ending;
    const onEvent = (name: string, data: string) => this.#take(readEvent(name, data));
    void followStream({ controller, clock, path: path(), signal, onEvent }).then(end => {
      if (!signal.aborted) this.#wait(end);
    });
  }

  #wait(end: StreamEnd): void {
    const { clock, random, onAway } = this.#options;
    this.#failures++;
    const waitMs = end.kind === 'lost' ? fullJitterMs(BACKOFF, this.#failures, random) : RETRY_MS[end.kind];
    this.#cancelWait = clock.after(waitMs, () => this.#connect());
    onAway(end, waitMs);
  }

  #take(event: ReadEvent): StreamEnd | undefined {
    switch (event.kind) {
      case 'hello':
        this.#greeted = true;
        this.#failures = 0;
        this.#options.onHello(event);
        return undefined;
      case 'foreign':
        return { kind: 'refused', reason: event.reason };
      case 'end':
        return event.again ? { kind: 'lost', reason: event.reason } : { kind: 'dismissed', reason: event.reason };
      case 'unknown':
        this.#options.log.debug({ event: event.name }, `an event that this agent does not know: ${event.name}`);
        return undefined;
      case 'malformed':
        return this.#malformed(event);
      default:
        if (!this.#greeted) return { kind: 'refused', reason: `its first event is ${event.kind}, not hello` };
        this.#options.onTold(event);
        return undefined;
    }
  }

  /** Whoever begins with a bad hello is no controller; what is wrong later changes nothing. */
  #malformed({ name, problem }: Extract<ReadEvent, { readonly kind: 'malformed' }>): StreamEnd | undefined {
    const reason = `an event that cannot be read: ${name}: ${problem}`;
    if (!this.#greeted) return { kind: 'refused', reason };
    this.#options.log.error({ event: name }, reason);
    return undefined;
  }
}
