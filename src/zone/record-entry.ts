import { displayName } from '../lib/dns-name.ts';
import { parseType, RR_TYPE, typeName } from '../lib/rr-type.ts';
import { Fault, quoteText } from './fault.ts';
import { readRdata } from './rdata/rdata.ts';
import type { Scope } from './scope.ts';
import { isDigit, MAX_TTL } from './ttl-text.ts';
import type { WireWriter } from './wire-writer.ts';

/** What an entry says of a record besides its owner. */
export interface ReadRecord {
  readonly type: number;
  readonly ttl: number;
  readonly rdata: Uint8Array;
  readonly warning: string | undefined;
}

const IN = -1;
const OTHER_CLASS = -2;
const UNKNOWN = -3;
const HEADER = 'a TTL, a class or a record type';

/** The usual words of a record's header, so that they need no look at their letters: a TYPE number or one of the above. */
const USUAL = new Map<string, number>(
  ['IN', ...Object.keys(RR_TYPE)].flatMap(word => [word, word.toLowerCase()].map(each => [each, lookUp(each)] as const)),
);

/** Takes the owner of the entry, its own or the last one. Throws Fault where it is no name. */
export function readOwner(scope: Scope): void {
  if (scope.entry.blank) {
    if (scope.owner === undefined)
      throw new Fault('owner name is missing: the line begins with a blank and no owner stands before it', scope.tokens.offset);
    return;
  }
  scope.ownerKnown = false;
  scope.owner ??= scope.origin.name;
  scope.owner = scope.tokens.name('owner name');
  scope.ownerKnown = true;
}

/** Reads the rest of an entry whose owner is taken: `[TTL] [class] type RDATA` (RFC 1035 section 5.1). Throws Fault where it is wrong. */
export function readRecord(scope: Scope, out: WireWriter): ReadRecord {
  let type: number | undefined;
  try {
    const header = readHeader(scope);
    type = header.type;
    const rdata = readRdata(type, scope.tokens, out);
    if (type === RR_TYPE.SOA) return { type, rdata, ...soaTtl(scope, header.ttl, rdata) };
    return { type, rdata, ttl: header.ttl ?? inheritedTtl(scope, header.offset), warning: undefined };
  } catch (error) {
    throw error instanceof Fault ? named(error, scope, type) : error;
  }
}

/** The fault with the record named before it, as far as that could be read. */
export function named(fault: Fault, { owner, ownerKnown }: Scope, type?: number): Fault {
  const title = [ownerKnown && owner !== undefined ? displayName(owner) : '', type === undefined ? '' : typeName(type)].join(' ').trim();
  return title === '' ? fault : new Fault(`${title}: ${fault.message}`, fault.offset);
}

/** `offset` is that of the type. */
function readHeader(scope: Scope): { type: number; ttl: number | undefined; offset: number } {
  const { tokens, entry } = scope;
  let ttl: number | undefined;
  let hasClass = false;
  for (;;) {
    const { offset } = tokens;
    if (tokens.more && isDigit(entry.text.charCodeAt(entry.starts[tokens.at]!)) && !entry.quoted[tokens.at]) {
      if (ttl !== undefined) throw new Fault('a second TTL stands here, expected a class or a record type', offset);
      ttl = tokens.seconds('TTL', MAX_TTL);
      scope.lastTtl = ttl;
      continue;
    }
    const known = readWord(scope, hasClass);
    if (known >= 0) return { type: known, ttl, offset };
    if (hasClass) throw new Fault('a second class stands here, expected a TTL or a record type', offset);
    hasClass = true;
  }
}

/** A TYPE number, or IN. */
function readWord({ tokens, entry }: Scope, hasClass: boolean): number {
  const { offset, at } = tokens;
  const word = tokens.word('record type', at === 0 || !hasClass ? HEADER : 'a record type');
  const known = USUAL.get(word) ?? lookUp(word);
  if (known >= 0 && isMeta(known)) throw new Fault(`${typeName(known)} is a type of questions, expected one that a zone can hold`, offset);
  if (known === OTHER_CLASS) throw new Fault(`class is ${quoteText(word, 0, word.length)}, expected IN`, offset);
  if (known !== UNKNOWN) return known;
  const hint = at === 0 && entry.blank ? '; an owner name begins in column 1' : '; TYPE123 writes other types';
  throw new Fault(`${quoteText(word, 0, word.length)} is not known, expected ${HEADER}${hint}`, offset);
}

function lookUp(word: string): number {
  const upper = word.toUpperCase();
  if (upper === 'IN' || upper === 'CLASS1') return IN;
  return /^(CH|HS|CS|NONE|CLASS\d+)$/.test(upper) ? OTHER_CLASS : (parseType(upper) ?? UNKNOWN);
}

/** RFC 6895 section 3.1: TYPE 0, OPT and 128 to 255. */
function isMeta(type: number): boolean {
  return type === 0 || type === RR_TYPE.OPT || (type >= 128 && type <= 255);
}

function inheritedTtl({ defaultTtl, lastTtl, soaMinimum }: Scope, offset: number): number {
  const ttl = defaultTtl ?? lastTtl ?? soaMinimum;
  if (ttl === undefined) throw new Fault('TTL is missing, expected one here, on a record before or in $TTL (RFC 2308 section 4)', offset);
  return ttl;
}

/** An SOA without any TTL takes its own minimum, as the records behind it do (RFC 1035 section 3.3.13). */
function soaTtl(scope: Scope, explicit: number | undefined, rdata: Uint8Array): { ttl: number; warning: string | undefined } {
  const known = explicit ?? scope.defaultTtl ?? scope.lastTtl;
  if (known !== undefined) return { ttl: known, warning: undefined };
  const minimum = new DataView(rdata.buffer, rdata.byteOffset).getUint32(rdata.length - 4);
  scope.soaMinimum = Math.min(minimum, MAX_TTL);
  return {
    ttl: scope.soaMinimum,
    warning: `no TTL here and no $TTL before; the minimum of ${scope.soaMinimum} s is taken for it and for the records behind it`,
  };
}
