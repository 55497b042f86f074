/**
 * How many places a group may hold for each one that is free: a group alone gets four fifths of the limit, N crowded ones the same
 * share each, and a newcomer finds a place at once instead of waiting for one to be left. These are the dynamic thresholds with
 * which switches share their memory between ports (Choudhury and Hahne, 1998).
 */
const HELD_FOR_EACH_FREE = 4;

/** The items of one group: how many are inside, and which wait, in the order in which they came. */
interface Group<Item> {
  inside: number;
  readonly waiting: Set<Item>;
}

/**
 * Lets a bounded number in at once, shared fairly between groups: those that wait take turns, a group at its threshold lets the
 * others by, and within a group items follow in the order in which they came, each in one place only. Every call takes constant
 * time, spread over the calls.
 */
export class Admission<Item> {
  readonly #groupOf: (item: Item) => string;
  readonly #admit: (item: Item) => void;
  /** Those with items inside or waiting. */
  readonly #groups = new Map<string, Group<Item>>();
  /** The groups with items that wait; the first one has the next turn. */
  readonly #turns = new Set<Group<Item>>();
  #free: number;

  /** `admit` is called for each item when its turn has come, perhaps at once; `limit` is at least 1. An item's group never changes. */
  constructor(limit: number, groupOf: (item: Item) => string, admit: (item: Item) => void) {
    this.#free = limit;
    this.#groupOf = groupOf;
    this.#admit = admit;
  }

  enter(item: Item): void {
    const group = this.#group(item);
    group.waiting.add(item);
    if (this.#turns.has(group)) return;
    this.#turns.add(group);
    this.#takeTurn(group);
  }

  /** One that was admitted has ended. */
  leave(item: Item): void {
    const group = this.#group(item);
    group.inside--;
    this.#free++;
    this.#forgetIfEmpty(item, group);
    this.#fill();
  }

  /** Gives up the item's place among those waiting, if it has one. */
  withdraw(item: Item): void {
    const group = this.#group(item);
    group.waiting.delete(item);
    if (group.waiting.size === 0) this.#turns.delete(group);
    this.#forgetIfEmpty(item, group);
  }

  /** Ends at the first group that is at its threshold, so that a place that came free costs one look in vain; the next one looks further. */
  #fill(): void {
    for (const group of this.#turns) if (this.#free === 0 || !this.#takeTurn(group)) return;
  }

  /** Whether one of the group was let in. If more of it wait, its next turn comes after those of all others. */
  #takeTurn(group: Group<Item>): boolean {
    this.#turns.delete(group);
    const [item] = group.waiting;
    if (item === undefined) return false;
    const admitted = group.inside < HELD_FOR_EACH_FREE * this.#free;
    if (admitted) group.waiting.delete(item);
    if (group.waiting.size > 0) this.#turns.add(group);
    if (admitted) this.#letIn(item, group);
    return admitted;
  }

  #letIn(item: Item, group: Group<Item>): void {
    group.inside++;
    this.#free--;
    this.#admit(item);
  }

  #group(item: Item): Group<Item> {
    const name = this.#groupOf(item);
    const known = this.#groups.get(name);
    if (known) return known;
    const group = { inside: 0, waiting: new Set<Item>() };
    this.#groups.set(name, group);
    return group;
  }

  #forgetIfEmpty(item: Item, { inside, waiting }: Group<Item>): void {
    if (inside === 0 && waiting.size === 0) this.#groups.delete(this.#groupOf(item));
  }
}
