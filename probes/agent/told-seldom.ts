import type { Clock } from '../../src/lib/clock.ts';

const QUIET_MS = 60_000;

/** Lets a message through when it is another than the last one, and once a minute else. */
export class ToldSeldom {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #last: { readonly message: string; readonly atMs: number } | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Whether to tell it now. */
  isDue(message: string): boolean {
    const atMs = this.#clock.monotonic();
    if (this.#last?.message === message && atMs - this.#last.atMs < QUIET_MS) return false;
    this.#last = { message, atMs };
    return true;
  }

  /** All is well: what goes wrong next is news. */
  reset(): void {
    this.#last = undefined;
  }
}
