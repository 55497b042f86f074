import type { PoolSeats, Seat } from './layout.ts';

/** What an endpoint counts for. */
export type Role = 'well' | 'down' | 'taken';

/**
 * `taken`: an operator takes it out, so that no verdict can; `down`: measured down, and no operator decides; `well`: it is answered without a
 * brake, as it is up, not known yet or forced up.
 */
export function roleOf({ state }: Seat): Role {
  if (!state || state.override === 'down' || state.override === 'drain') return 'taken';
  return state.override === undefined && state.measured.verdict === 'down' ? 'down' : 'well';
}

/** So many endpoints, and the weight of them. */
interface Amount {
  weight: number;
  count: number;
}

/** One pool in one judgement: what it has, and what of it is out. */
export class Tally {
  readonly #minUp: number;
  /** All but those that operators take out. */
  readonly #all: Amount = { weight: 0, count: 0 };
  readonly #out: Amount = { weight: 0, count: 0 };
  /** Of those out, the ones from before the window. */
  readonly #outBefore: Amount = { weight: 0, count: 0 };
  /** Whether any of it is well. */
  isWell = false;

  /** Counts as out what has a mark that `counts`, before the window what is out no later than `windowFromMs`. */
  constructor({ pool, seats }: PoolSeats, windowFromMs: number, counts: (seat: Seat) => boolean) {
    this.#minUp = pool.minUp;
    for (const seat of seats) {
      const role = roleOf(seat);
      if (role === 'taken') continue;
      const weight = seat.state!.weight;
      add(this.#all, weight);
      this.isWell ||= role === 'well';
      if (role === 'well' || seat.mark?.state !== 'out' || !counts(seat)) continue;
      add(this.#out, weight);
      if (seat.mark.atMs <= windowFromMs) add(this.#outBefore, weight);
    }
  }

  get count(): number {
    return this.#all.count;
  }

  /** Whether anything of it went out within the window. */
  get isTouched(): boolean {
    return this.#out.count > this.#outBefore.count;
  }

  /** Takes one more out. */
  takeOut(weight: number, before: boolean): void {
    add(this.#out, weight);
    if (before) add(this.#outBefore, weight);
  }

  /** The part of its weight that is out, 0 to 1, if one of weight `more` went as well. */
  lost(more?: number): number {
    return this.#part(plus(this.#out, more));
  }

  /** The part that was out already when the window began. */
  get lostBefore(): number {
    return this.#part(this.#outBefore);
  }

  /** The part that is lost to records: all of it where fewer are left than the pool needs. */
  missing(more?: number): number {
    return this.left(more) === 0 ? 1 : this.lost(more);
  }

  get missingBefore(): number {
    return this.#left(this.#outBefore) === 0 ? 1 : this.lostBefore;
  }

  /** How many of its endpoints answer, if one more went; none where they are fewer than the pool needs. */
  left(more?: number): number {
    return this.#left(plus(this.#out, more));
  }

  #left({ count }: Amount): number {
    const left = this.#all.count - count;
    return left < Math.min(this.#minUp, this.#all.count) ? 0 : left;
  }

  /** Where no endpoint has a weight all count alike. */
  #part({ weight, count }: Amount): number {
    if (this.#all.weight > 0) return weight / this.#all.weight;
    return this.#all.count > 0 ? count / this.#all.count : 0;
  }
}

function add(amount: Amount, weight: number): void {
  amount.weight += weight;
  amount.count++;
}

function plus(amount: Amount, weight: number | undefined): Amount {
  return weight === undefined ? amount : { weight: amount.weight + weight, count: amount.count + 1 };
}
