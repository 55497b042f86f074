import type { Clock } from '../../src/lib/clock.ts';

/** About five minutes of `time` events: clocks drift by some milliseconds in that time. */
const REMEMBERED = 64;

/**
 * The controller's grid time as an agent knows it. What the controller tells was true when it was sent: the agent's own clock minus that
 * is too large by the time it was on its way, so that the smallest difference of late is the nearest one.
 */
export class Grid {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #offsets: number[] = [];
  /** Before the controller told any time, the agent's own clock does: its turns are at some place, if not at the right one. */
  #offsetMs = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** A controller tells its time for the first time on a stream: it may have a new grid since the last one. */
  begin(gridMs: number): void {
    this.#offsets.length = 0;
    this.learn(gridMs);
  }

  learn(gridMs: number): void {
    this.#offsets.push(this.#clock.monotonic() - gridMs);
    if (this.#offsets.length > REMEMBERED) this.#offsets.shift();
    this.#offsetMs = Math.min(...this.#offsets);
  }

  /** The controller's grid time, now. */
  readonly gridMs = (): number => this.#clock.monotonic() - this.#offsetMs;
}
