import type { Clock } from '../lib/clock.ts';
import type { LoggedEvent } from '../model/event.ts';
import type { EventLog } from './log.ts';

export interface EventWriterOptions {
  readonly log: EventLog;
  readonly store: {
    save(events: readonly LoggedEvent[]): void;
    trim(limits: { readonly beforeMs: number; readonly kept: number; readonly most: number }): number;
  };
  readonly clock: Pick<Clock, 'now' | 'after' | 'monotonic'>;
  /** Told once when the store does not take events any more. */
  readonly onFault: (error: unknown) => void;
  /** Told when it takes them again, and how many were lost meanwhile. */
  readonly onMended: (lost: number) => void;
}

/** What comes within this time is written together, off the way of the answers. */
const DELAY_MS = 200;
/** Written at once: a few milliseconds. What is left follows soon after. */
const SLICE = 500;
const NEXT_SLICE_MS = 20;
/** A full disk is not asked more often. */
const RETRY_MS = 5000;

const KEPT = 200_000;
const KEPT_MS = 90 * 86_400_000;
const TRIM_EVERY_MS = 60_000;
const TRIM_MOST = 2000;

/**
 * Writes the log down, late and in slices. What the store does not take stays in memory and is tried again; what falls out of memory
 * meanwhile is lost, and counted.
 */
export class EventWriter implements Disposable {
  readonly #options: EventWriterOptions;
  readonly #unlisten: () => void;
  #writtenId = 0;
  #written = 0;
  #lost = 0;
  #lostBefore = 0;
  #failing = false;
  #trimAtMs = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: EventWriterOptions) {
    this.#options = options;
    this.#unlisten = options.log.listen(() => this.#later(DELAY_MS));
    this.#later(DELAY_MS);
  }

  /** Every event of this process up to this id is in the store, or lost. */
  get writtenId(): number {
    return this.#writtenId;
  }

  /** Events that were written, that wait, and that fell out of memory before they could be written. */
  get counts(): { readonly written: number; readonly waiting: number; readonly lost: number } {
    return { written: this.#written, waiting: this.#waiting(), lost: this.#lost };
  }

  /** Writes what is left. */
  [Symbol.dispose](): void {
    this.#unlisten();
    this.#cancelTimer?.();
    this.#options.log.deliver();
    while (this.#waiting() > 0 && this.#write());
  }

  #waiting(): number {
    return this.#options.log.total - this.#written - this.#lost;
  }

  #later(delayMs: number): void {
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      const done = this.#write();
      if (done) this.#trim();
      if (this.#waiting() > 0) this.#later(done ? NEXT_SLICE_MS : RETRY_MS);
    });
  }

  /** Writes one slice; false where the store does not take it. */
  #write(): boolean {
    const { log, store } = this.#options;
    this.#lost += Math.max(0, this.#waiting() - log.ring.countAfter(this.#writtenId));
    const events = log.ring.after(this.#writtenId, SLICE);
    if (events.length === 0) return true;
    try {
      store.save(events);
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#written += events.length;
    this.#writtenId = events.at(-1)!.id;
    this.#mend();
    return true;
  }

  /** Says it once: what it says is itself an event. */
  #fail(error: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#lostBefore = this.#lost;
    this.#options.onFault(error);
  }

  #mend(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onMended(this.#lost - this.#lostBefore);
  }

  #trim(): void {
    const { clock, store } = this.#options;
    const nowMs = clock.monotonic();
    if (nowMs < this.#trimAtMs) return;
    try {
      const gone = store.trim({ beforeMs: clock.now() - KEPT_MS, kept: KEPT, most: TRIM_MOST });
      this.#trimAtMs = gone === TRIM_MOST ? nowMs + NEXT_SLICE_MS : nowMs + TRIM_EVERY_MS;
    } catch (error) {
      this.#trimAtMs = nowMs + TRIM_EVERY_MS;
      this.#fail(error);
    }
  }
}
