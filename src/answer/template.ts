import { RR_TYPE } from '../lib/rr-type.ts';
import type { RecordSet } from '../model/zone.ts';
import { FARTHEST_START, FIRST_OWN } from './table.ts';

/** Sections in wire form that fit behind any question for the same owner. */
export interface Template {
  readonly bytes: Uint8Array;
  readonly fixups: readonly number[];
  /** Where an owner stands that is the name asked for. */
  readonly owners: readonly number[];
  readonly answers: number;
  readonly authorities: number;
  readonly additionals: number;
  readonly rcode: number;
  /** Offset of the TTL of the SOA record in `bytes`, or -1. */
  readonly soaTtlAt: number;
  /** What at the end, all of the additional section, may be left out where there is no room. */
  readonly spare?: { readonly length: number; readonly records: number };
}

export type Section = 'answers' | 'authorities' | 'additionals';

/** A compression pointer has 14 bits (RFC 1035 section 4.1.4); a question and a chain of aliases may stand before the template. */
const FARTHEST = 0x3fff - FARTHEST_START;

/** RDATA in which names may be compressed (RFC 3597 section 4): octets before the first name, and how many names. */
const COMPRESSIBLE = new Map<number, { readonly before: number; readonly names: number }>([
  [RR_TYPE.NS, { before: 0, names: 1 }],
  [RR_TYPE.CNAME, { before: 0, names: 1 }],
  [RR_TYPE.PTR, { before: 0, names: 1 }],
  [RR_TYPE.SOA, { before: 0, names: 2 }],
  [RR_TYPE.MX, { before: 2, names: 1 }],
]);

/** Whether names in the RDATA of a type may be compressed: its sets take a TemplateWriter. */
export function isCompressible(type: number): boolean {
  return COMPRESSIBLE.has(type);
}

const NO_FIXUPS: readonly number[] = [];

/** The answer with one record set of the name asked for, of a type that is not compressed: octets put in a row. */
export function plainTemplate({ type, ttl, rdata }: RecordSet): Template {
  const bytes = new Uint8Array(rdata.reduce((sum, { length }) => sum + 12 + length, 0));
  const owners: number[] = [];
  let at = 0;
  for (const data of rdata) {
    owners.push(at);
    bytes.set(
      [
        0xc0,
        12,
        type >> 8,
        type & 255,
        0,
        1,
        ttl >>> 24,
        (ttl >>> 16) & 255,
        (ttl >>> 8) & 255,
        ttl & 255,
        data.length >> 8,
        data.length & 255,
      ],
      at,
    );
    bytes.set(data, at + 12);
    at += 12 + data.length;
  }
  return { bytes, fixups: NO_FIXUPS, owners, answers: rdata.length, authorities: 0, additionals: 0, rcode: 0, soaTtlAt: -1 };
}

/**
 * Writes sections once so that they can be copied behind any question. A pointer is stored as a constant (16 bits, signed) at a place listed
 * in `fixups`: below FIRST_OWN it means an ending of the name asked for, counted from that name's end (12 is its end), and from FIRST_OWN on
 * a place in these sections. The query adds where the name ends, or where the sections begin.
 */
export class TemplateWriter {
  #bytes = new Uint8Array(64);
  #length = 0;
  #soaTtlAt = -1;
  #spareFrom = -1;
  #needed = 0;
  readonly #fixups: number[] = [];
  readonly #owners: number[] = [];
  readonly #constants = new Map<string, number>();
  readonly #counts = { answers: 0, authorities: 0, additionals: 0 };

  /** `ending`: the name in wire form that every question for this template ends in. */
  constructor(ending: Uint8Array) {
    for (let at = 0; at < ending.length; at += ending[at]! + 1) this.#constants.set(latin(ending, at), 12 - (ending.length - at));
  }

  /** Adds all records of a set. `owner` in wire form; undefined: the name that was asked for. */
  add(section: Section, owner: Uint8Array | undefined, set: RecordSet, ttl = set.ttl): void {
    for (const rdata of set.rdata) {
      if (set.type === RR_TYPE.SOA && section === 'authorities') this.#soaTtlAt = this.#head(owner, set.type, ttl);
      else this.#head(owner, set.type, ttl);
      this.#rdata(set.type, rdata);
      this.#counts[section]++;
    }
  }

  /** Adds an alias whose target is looked for when the query comes: it is written whole, to be read there. Gives its pointer constant. */
  addOpenAlias(owner: Uint8Array | undefined, { type, ttl, rdata }: RecordSet): number {
    const target = rdata[0]!;
    this.#head(owner, type, ttl);
    this.#number16(target.length);
    this.#octets(target);
    this.#counts.answers++;
    return FIRST_OWN + this.#length - target.length;
  }

  /** What is added from here on, to the additional section, may be left out of an answer that has no room for it. */
  beginSpare(): void {
    this.#spareFrom = this.#length;
    this.#needed = this.#counts.additionals;
  }

  /** The pointer constant of a name that has been written, or undefined where none can point there. */
  constantOf(name: Uint8Array): number | undefined {
    return this.#constants.get(latin(name, 0));
  }

  finish(rcode = 0): Template {
    return {
      bytes: this.#bytes.slice(0, this.#length),
      fixups: this.#fixups,
      owners: this.#owners,
      ...this.#counts,
      rcode,
      soaTtlAt: this.#soaTtlAt,
      ...this.#spare(),
    };
  }

  #spare(): Pick<Template, 'spare'> {
    const length = this.#length - this.#spareFrom;
    if (this.#spareFrom < 0 || length === 0) return {};
    return { spare: { length, records: this.#counts.additionals - this.#needed } };
  }

  /** Owner, TYPE, CLASS and TTL of a record; gives where the TTL stands. */
  #head(owner: Uint8Array | undefined, type: number, ttl: number): number {
    if (owner) this.#name(owner);
    else {
      this.#owners.push(this.#length);
      this.#number16(0xc00c);
    }
    this.#number16(type);
    this.#number16(1);
    this.#number16(ttl >>> 16);
    this.#number16(ttl & 0xffff);
    return this.#length - 4;
  }

  #rdata(type: number, rdata: Uint8Array): void {
    const lengthAt = this.#length;
    this.#number16(0);
    const shape = COMPRESSIBLE.get(type);
    let at = shape?.before ?? rdata.length;
    this.#octets(rdata.subarray(0, at));
    for (let i = 0; i < (shape?.names ?? 0); i++) {
      const end = endOfName(rdata, at);
      this.#name(rdata.subarray(at, end));
      at = end;
    }
    this.#octets(rdata.subarray(at));
    const length = this.#length - lengthAt - 2;
    this.#bytes[lengthAt] = length >> 8;
    this.#bytes[lengthAt + 1] = length & 255;
  }

  #name(wire: Uint8Array): void {
    for (let at = 0; wire[at] !== 0; at += wire[at]! + 1) {
      const key = latin(wire, at);
      const constant = this.#constants.get(key);
      if (constant !== undefined) {
        this.#fixups.push(this.#length);
        this.#number16(constant & 0xffff);
        return;
      }
      if (this.#length < FARTHEST - 16) this.#constants.set(key, FIRST_OWN + this.#length);
      this.#octets(wire.subarray(at, at + wire[at]! + 1));
    }
    this.#octets(Uint8Array.of(0));
  }

  #number16(value: number): void {
    this.#octets(Uint8Array.of(value >> 8, value & 255));
  }

  #octets(octets: Uint8Array): void {
    if (this.#length + octets.length > this.#bytes.length) {
      const grown = new Uint8Array(2 * (this.#length + octets.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(octets, this.#length);
    this.#length += octets.length;
  }
}

function endOfName(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

/** A wire name from `at` on as a map key; names in zones are lower case already. */
function latin(wire: Uint8Array, at: number): string {
  let key = '';
  for (let i = at; i < wire.length; i++) key += String.fromCharCode(wire[i]!);
  return key;
}
