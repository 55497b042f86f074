import type { Clock } from './clock.ts';

const PULSE_MS = 1000;

/** A pulse that is later than this means that the whole process stood still. */
const STOOD_STILL_MS = 500;

/** What is asked about is seconds ago. */
const REMEMBERED = 16;

interface Pause {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Knows when this process could do nothing, as it was stopped, or its machine was, or it was busy with one thing: what others did
 * meanwhile could not be heard. Disposed, it has no timer.
 */
export class Standstill implements Disposable {
  readonly #clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly #pauses: Pause[] = [];
  #totalMs = 0;
  #dueMs = 0;
  #cancel = () => {};

  constructor(clock: Pick<Clock, 'monotonic' | 'after'>) {
    this.#clock = clock;
    this.#pulse();
  }

  /**
   * How many of the last `ms` milliseconds the process stood still: all of a pause but up to a second at its beginning. A pause that has just
   * ended is known at once, be it before any timer runs.
   */
  within(ms: number): number {
    this.#look();
    const sinceMs = this.#clock.monotonic() - ms;
    let stillMs = 0;
    for (const { fromMs, untilMs } of this.#pauses) stillMs += Math.max(0, untilMs - Math.max(fromMs, sinceMs));
    return stillMs;
  }

  /** How many milliseconds it stood still since this was made, in pauses as above. */
  get totalMs(): number {
    this.#look();
    return this.#totalMs;
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #pulse(): void {
    this.#dueMs = this.#clock.monotonic() + PULSE_MS;
    this.#cancel = this.#clock.after(PULSE_MS, () => {
      this.#look();
      this.#pulse();
    });
  }

  #look(): void {
    const nowMs = this.#clock.monotonic();
    if (nowMs - this.#dueMs <= STOOD_STILL_MS) return;
    this.#pauses.push({ fromMs: this.#dueMs, untilMs: nowMs });
    this.#totalMs += nowMs - this.#dueMs;
    if (this.#pauses.length > REMEMBERED) this.#pauses.shift();
    this.#dueMs = nowMs;
  }
}
