import type { LoggedEvent } from '../model/event.ts';

/** The newest events, so many at the most, in the order of their ids. */
export class EventRing {
  readonly #size: number;
  /** Grows to `size`; from then on each new event takes the place of the oldest. */
  readonly #events: LoggedEvent[] = [];
  #oldest = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get length(): number {
    return this.#events.length;
  }

  /** The oldest one that is kept; undefined while there is none. */
  get first(): LoggedEvent | undefined {
    return this.#events[this.#oldest];
  }

  /** Adds the newest, and gives the one whose place it took. */
  add(event: LoggedEvent): LoggedEvent | undefined {
    if (this.#events.length < this.#size) {
      this.#events.push(event);
      return undefined;
    }
    const gone = this.#events[this.#oldest];
    this.#events[this.#oldest] = event;
    this.#oldest = (this.#oldest + 1) % this.#size;
    return gone;
  }

  /** Those newer than the id, the oldest of them first, so many at the most. */
  after(id: number, most: number): LoggedEvent[] {
    const from = this.#placeAfter(id);
    const count = Math.max(0, Math.min(most, this.length - from));
    return Array.from({ length: count }, (_, index) => this.#at(from + index));
  }

  /** How many are newer than the id. */
  countAfter(id: number): number {
    return this.length - this.#placeAfter(id);
  }

  #at(place: number): LoggedEvent {
    return this.#events[(this.#oldest + place) % this.#events.length]!;
  }

  /** How many are not newer than the id. */
  #placeAfter(id: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle).id <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
