import { growableOctets, growableWords } from '../lib/growable.ts';

/** What a new record set begins with. */
interface FirstRecord {
  readonly ttl: number;
  readonly rdata: Uint8Array;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const SET = { TTL: 0, FILE: 1, LINE: 2, COLUMN: 3, FIRST: 4, LAST: 5, COUNT: 6, WIDTH: 7 } as const;
/** `NEXT` is the row of the next record of the set + 1. */
const RECORD = { AT: 0, LENGTH: 1, NEXT: 2, WIDTH: 3 } as const;

/** The records of a zone in a few large arrays: a row a set, a row a record, and all their octets. */
export class RecordColumns {
  readonly #sets = growableWords();
  readonly #records = growableWords();
  readonly #octets = growableOctets();
  readonly #files: string[] = [];

  /** Begins a set with its first record; gives its row. */
  addSet({ ttl, rdata, file, line, column }: FirstRecord): number {
    const record = this.#store(rdata);
    const row = this.#sets.push(ttl);
    this.#sets.push(this.#fileNumber(file));
    this.#sets.push(line);
    this.#sets.push(column);
    this.#sets.push(record);
    this.#sets.push(record);
    this.#sets.push(1);
    return row / SET.WIDTH;
  }

  addRecord(set: number, rdata: Uint8Array): void {
    const record = this.#store(rdata);
    this.#records.set(this.#get(set, SET.LAST) * RECORD.WIDTH + RECORD.NEXT, record + 1);
    this.#sets.set(set * SET.WIDTH + SET.LAST, record);
    this.#sets.set(set * SET.WIDTH + SET.COUNT, this.countOf(set) + 1);
  }

  setTtl(set: number, ttl: number): void {
    this.#sets.set(set * SET.WIDTH + SET.TTL, ttl);
  }

  ttlOf(set: number): number {
    return this.#get(set, SET.TTL);
  }

  fileOf(set: number): string {
    return this.#files[this.#get(set, SET.FILE)]!;
  }

  lineOf(set: number): number {
    return this.#get(set, SET.LINE);
  }

  columnOf(set: number): number {
    return this.#get(set, SET.COLUMN);
  }

  /** How many records the set has. */
  countOf(set: number): number {
    return this.#get(set, SET.COUNT);
  }

  /** The RDATA of the set's records, in the order in which they were added. */
  rdataOf(set: number): Uint8Array[] {
    const all: Uint8Array[] = [];
    for (let next = this.#get(set, SET.FIRST) + 1; next !== 0; ) {
      const row = (next - 1) * RECORD.WIDTH;
      const at = this.#records.get(row + RECORD.AT);
      all.push(this.#octets.slice(at, at + this.#records.get(row + RECORD.LENGTH)));
      next = this.#records.get(row + RECORD.NEXT);
    }
    return all;
  }

  #get(set: number, column: number): number {
    return this.#sets.get(set * SET.WIDTH + column);
  }

  #store(rdata: Uint8Array): number {
    const row = this.#records.push(this.#octets.append(rdata));
    this.#records.push(rdata.length);
    this.#records.push(0);
    return row / RECORD.WIDTH;
  }

  #fileNumber(file: string): number {
    if (this.#files.at(-1) === file) return this.#files.length - 1;
    const known = this.#files.indexOf(file);
    return known < 0 ? this.#files.push(file) - 1 : known;
  }
}
