import { displayName } from '../lib/dns-name.ts';
import { typeName } from '../lib/rr-type.ts';
import type { Name, RecordSet } from '../model/zone.ts';

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

interface GrowingSet extends PlacedRecordSet {
  ttl: number;
  readonly rdata: Uint8Array[];
}

/** Sets larger than this find their duplicates through an index. */
const LINEAR_SEARCH = 8;

/** Gathers records into record sets, in the order of their first records. */
export class RecordSets {
  /** The first set of each owner; most owners have no other, and a map for each would double the memory. */
  readonly #firsts = new Map<Name, GrowingSet>();
  readonly #others = new Map<Name, Map<number, GrowingSet>>();
  readonly #indexes = new Map<GrowingSet, Set<string>>();
  readonly #all: GrowingSet[] = [];

  get all(): readonly PlacedRecordSet[] {
    return this.#all;
  }

  /** Adds a record; gives what is worth a warning, else undefined. */
  add(record: PlacedRecord): string | undefined {
    const set = this.#find(record.owner, record.type);
    if (!set) {
      this.#start(record);
      return undefined;
    }
    if (this.#has(set, record.rdata)) return 'the same record stands before; it is dropped';
    set.rdata.push(record.rdata);
    if (record.ttl === set.ttl) return undefined;
    const warning = `TTL ${record.ttl} differs from ${set.ttl} of the records before; the lower one is taken for the set (RFC 2181 section 5.2)`;
    set.ttl = Math.min(set.ttl, record.ttl);
    return warning;
  }

  #find(owner: Name, type: number): GrowingSet | undefined {
    const first = this.#firsts.get(owner);
    return first === undefined || first.type === type ? first : this.#others.get(owner)?.get(type);
  }

  #start({ owner, type, ttl, rdata, file, line, column }: PlacedRecord): void {
    const set: GrowingSet = { owner, type, ttl, rdata: [rdata], file, line, column };
    this.#all.push(set);
    if (!this.#firsts.has(owner)) {
      this.#firsts.set(owner, set);
      return;
    }
    const others = this.#others.get(owner);
    if (others) others.set(type, set);
    else this.#others.set(owner, new Map([[type, set]]));
  }

  #has(set: GrowingSet, rdata: Uint8Array): boolean {
    if (set.rdata.length <= LINEAR_SEARCH) return set.rdata.some(each => isSame(each, rdata));
    const index = this.#indexes.get(set) ?? new Set(set.rdata.map(toKey));
    this.#indexes.set(set, index);
    const { size } = index;
    return index.add(toKey(rdata)).size === size;
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
