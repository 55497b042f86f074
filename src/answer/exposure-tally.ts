/** Counts the records that are answered, by address and the time they run out. Hot path: nothing is allocated; watched by `npm run bench:micro`. */
import { type ExposureMemory, reachOf } from './exposure-memory.ts';
import { RingTally } from './ring-tally.ts';

/** What one worker counts with, over all the tables that it answers from. Without memory it counts nothing. */
export class ExposureTally {
  readonly #near = new RingTally();
  readonly #far = new RingTally();
  /** Seconds that `near` can count. */
  #reach = 0;

  /** Counts in `memory` from here on. */
  use({ near, far }: ExposureMemory): void {
    this.#near.use(near);
    this.#far.use(far);
    this.#reach = reachOf(near);
  }

  /** Tells the time, in whole seconds of the epoch. */
  setSecond(clock: number): void {
    this.#near.setSecond(clock);
    this.#far.setSecond(clock);
  }

  /** A record with the address of this number was answered, for `ttl` seconds. */
  add(address: number, ttl: number): void {
    if (ttl <= this.#reach) this.#near.add(address, ttl);
    else this.#far.add(address, ttl);
  }
}
