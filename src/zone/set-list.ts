import type { RecordSet, SetsByType } from '../model/zone.ts';

/** The record sets of one owner. Most owners have one, and a million maps of one entry would take a gigabyte. */
export class SetList implements SetsByType {
  #first: RecordSet | undefined;
  #others: RecordSet[] | undefined;

  constructor(first?: RecordSet) {
    this.#first = first;
    this.#others = undefined;
  }

  get size(): number {
    return this.values().length;
  }

  get(type: number): RecordSet | undefined {
    if (this.#first?.type === type) return this.#first;
    return this.#others?.find(set => set.type === type);
  }

  has(type: number): boolean {
    return this.get(type) !== undefined;
  }

  keys(): number[] {
    return this.values().map(set => set.type);
  }

  values(): RecordSet[] {
    return this.#first === undefined ? [] : [this.#first, ...(this.#others ?? [])];
  }

  /** Adds a set; one of the same type gives way. */
  put(set: RecordSet): void {
    if (this.#first === undefined || this.#first.type === set.type) this.#first = set;
    else this.#others = [...(this.#others ?? []).filter(({ type }) => type !== set.type), set];
  }
}
