/** Lets a bounded number in at once; the others wait in the order in which they came, each in one place only. */
export class Admission<Item> {
  readonly #limit: number;
  readonly #admit: (item: Item) => void;
  readonly #waiting = new Set<Item>();
  #inside = 0;

  /** `admit` is called for each item when its turn has come, perhaps at once; `limit` is at least 1. */
  constructor(limit: number, admit: (item: Item) => void) {
    this.#limit = limit;
    this.#admit = admit;
  }

  enter(item: Item): void {
    this.#waiting.add(item);
    this.#fill();
  }

  /** One that was admitted has ended. */
  leave(): void {
    this.#inside--;
    this.#fill();
  }

  /** Gives up the item's place among those waiting, if it has one. */
  withdraw(item: Item): void {
    this.#waiting.delete(item);
  }

  #fill(): void {
    for (const item of this.#waiting) {
      if (this.#inside >= this.#limit) return;
      this.#waiting.delete(item);
      this.#inside++;
      this.#admit(item);
    }
  }
}
