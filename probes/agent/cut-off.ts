import { type ControlResult, isCutOff } from '../../src/fleet/contract.ts';
import type { Clock } from '../../src/lib/clock.ts';

/**
 * When a vantage was last known to be cut off, by its control targets. A failure of a probe that began before that was over may be the
 * vantage's own, however well all is when it is told: it does not count, and the probe is done again.
 */
export class CutOff {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Until when it was, on the monotonic clock: infinite while it is. */
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Whether it is known to be, now. */
  get isNow(): boolean {
    return this.#untilMs === Number.POSITIVE_INFINITY;
  }

  /** Takes how all control targets do; gives whether it was cut off, and is no more. */
  learn(controls: readonly ControlResult[]): boolean {
    const before = this.isNow;
    if (isCutOff(controls)) this.#untilMs = Number.POSITIVE_INFINITY;
    else if (before) this.#untilMs = this.#clock.monotonic();
    return before && !this.isNow;
  }

  /** Whether it was known to be at any time since then. */
  wasSince(monotonicMs: number): boolean {
    return monotonicMs <= this.#untilMs;
  }
}
