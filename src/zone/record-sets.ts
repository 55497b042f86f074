import { displayName } from '../lib/dns-name.ts';
import { typeName } from '../lib/rr-type.ts';
import type { Name, RecordSet } from '../model/zone.ts';
import { RecordColumns } from './record-columns.ts';

/** A record set with the place of its first record. */
export interface PlacedRecordSet extends RecordSet {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One record on its way into its set. */
export interface PlacedRecord {
  readonly owner: Name;
  readonly type: number;
  readonly ttl: number;
  readonly rdata: Uint8Array;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Sets larger than this find their duplicates through an index. */
const LINEAR_SEARCH = 8;

/** Gathers records into record sets, in the order of their first records. */
export class RecordSets {
  /** The first set of each owner; its `sibling` is the next one. */
  readonly #firsts = new Map<Name, StoredSet>();
  readonly #indexes = new Map<StoredSet, Set<string>>();
  readonly #columns = new RecordColumns();
  readonly #all: StoredSet[] = [];

  get all(): readonly PlacedRecordSet[] {
    return this.#all;
  }

  /** Adds a record; gives what is worth a warning, else undefined. */
  add(record: PlacedRecord): string | undefined {
    const first = this.#firsts.get(record.owner);
    let last = first;
    let set = first;
    for (; set !== undefined && set.type !== record.type; set = set.sibling) last = set;
    if (!set) {
      this.#start(record, last);
      return undefined;
    }
    if (this.#has(set, record.rdata)) return 'the same record stands before; it is dropped';
    this.#columns.addRecord(set.row, record.rdata);
    const { ttl } = set;
    if (record.ttl === ttl) return undefined;
    if (record.ttl < ttl) this.#columns.setTtl(set.row, record.ttl);
    return `TTL ${record.ttl} differs from ${ttl} of the records before; the lower one is taken for the set (RFC 2181 section 5.2)`;
  }

  #start(record: PlacedRecord, before: StoredSet | undefined): void {
    const set = new StoredSet(record, this.#columns);
    this.#all.push(set);
    if (before) before.sibling = set;
    else this.#firsts.set(record.owner, set);
  }

  #has(set: StoredSet, rdata: Uint8Array): boolean {
    if (this.#columns.countOf(set.row) <= LINEAR_SEARCH) return set.rdata.some(each => isSame(each, rdata));
    const index = this.#indexes.get(set) ?? new Set(set.rdata.map(toKey));
    this.#indexes.set(set, index);
    const { size } = index;
    return index.add(toKey(rdata)).size === size;
  }
}

/** One record set of many; what is rarely asked for stands in columns, since a large zone has a million of these. */
class StoredSet implements PlacedRecordSet {
  readonly owner: Name;
  readonly type: number;
  readonly row: number;
  readonly #columns: RecordColumns;
  /** The next set of the same owner. */
  sibling: StoredSet | undefined;

  constructor(record: PlacedRecord, columns: RecordColumns) {
    this.owner = record.owner;
    this.type = record.type;
    this.row = columns.addSet(record);
    this.#columns = columns;
    this.sibling = undefined;
  }

  get ttl(): number {
    return this.#columns.ttlOf(this.row);
  }

  get rdata(): readonly Uint8Array[] {
    return this.#columns.rdataOf(this.row);
  }

  get file(): string {
    return this.#columns.fileOf(this.row);
  }

  get line(): number {
    return this.#columns.lineOf(this.row);
  }

  get column(): number {
    return this.#columns.columnOf(this.row);
  }
}

/** `www.example.com A`, as messages name a record. */
export function recordTitle(owner: Name, type: number): string {
  return `${displayName(owner)} ${typeName(type)}`;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, at) => octet === b[at]);
}

function toKey(rdata: Uint8Array): string {
  return Buffer.from(rdata.buffer, rdata.byteOffset, rdata.byteLength).toString('latin1');
}
