import type { Clock } from '../../src/lib/clock.ts';
import type { Timetable } from '../timetable.ts';

/** Rounds begin at least so long after each other: what is looked at belongs to others, and thousands of endpoints can be down for days. */
const LEAST_GAP_MS = 250;

export interface RoundOptions {
  readonly clock: Clock;
  readonly timetable: Timetable;
  /** Begins a round; `onEnd` is called once, later. */
  readonly begin: (onEnd: () => void) => void;
}

/** Rounds of looking at something, one at a time, shared by all who want one that begins no sooner than they ask. */
export class Rounds {
  readonly #options: RoundOptions;
  #waiting: (() => void)[] = [];
  #underWay = false;
  #beganMs = Number.NEGATIVE_INFINITY;

  constructor(options: RoundOptions) {
    this.#options = options;
  }

  /** Calls `run` at the end of the next round that begins. */
  after(run: () => void): void {
    this.#waiting.push(run);
    this.#next();
  }

  #next(): void {
    if (this.#underWay || this.#waiting.length === 0) return;
    const { clock, timetable } = this.#options;
    const dueMs = this.#beganMs + LEAST_GAP_MS;
    this.#underWay = true;
    if (dueMs <= clock.monotonic()) this.#begin();
    else timetable.at(dueMs, () => this.#begin());
  }

  #begin(): void {
    const { clock, begin } = this.#options;
    const runs = this.#waiting;
    this.#waiting = [];
    this.#beganMs = clock.monotonic();
    begin(() => {
      this.#underWay = false;
      for (const run of runs) run();
      this.#next();
    });
  }
}
