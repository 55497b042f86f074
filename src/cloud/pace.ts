import type { Clock } from '../lib/clock.ts';

export interface PaceOptions {
  readonly clock: Clock;
  /** Turns in a second, on average. */
  readonly perSecond: number;
  /** Turns that may be taken at once after a rest, at least 1; no second has more than `perSecond` and `burst` together. */
  readonly burst: number;
}

/** Gives turns to whoever asks, in that order, no more than a quota allows (a generic cell rate, ITU-T I.371). */
export class Pace {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #earlyMs: number;
  /** When a turn would be due if all were taken evenly. */
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor({ clock, perSecond, burst }: PaceOptions) {
    this.#clock = clock;
    this.#everyMs = 1000 / perSecond;
    this.#earlyMs = this.#everyMs * (burst - 1);
  }

  /** Waits for a turn. Rejects with the signal's reason once that is aborted; a turn that was waited for is then lost. */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const nowMs = this.#clock.monotonic();
    const dueMs = Math.max(this.#dueMs, nowMs);
    this.#dueMs = dueMs + this.#everyMs;
    const waitMs = dueMs - this.#earlyMs - nowMs;
    if (waitMs > 0) await pause(this.#clock, waitMs, signal);
  }
}

/** Resolves after that many milliseconds; rejects with the signal's reason if that is aborted before. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
