/**
 * Reads a query into one object that is filled again for every packet.
 * Hot path: no allocation, no closures, no text; watched by `npm run bench -- responder`.
 */

import type { Question } from '../answer/source.ts';
import { RCODE } from '../lib/rcode.ts';
import { readUint16 } from '../lib/wire-name.ts';
import { type ClientSubnet, createClientSubnet, readClientSubnet } from './client-subnet.ts';
import { type Cookie, createCookie, readCookie } from './cookie.ts';
import { createTsig, readTsig, type Tsig } from './tsig.ts';
import { HEADER_LENGTH, META_TYPE, OPTION } from './wire.ts';

/** What a query asks for. Fields of EDNS mean something only where `edns` is set. */
export interface Query {
  /** 1, or 0 for a query that asks for nothing but a cookie. */
  questions: number;
  readonly question: Question;
  class: number;
  /** The offset behind the question section; 0 as long as no question was read. */
  questionEnd: number;
  edns: boolean;
  /** Octets that the client can receive over UDP (RFC 6891 section 6.2.3). */
  payloadSize: number;
  version: number;
  dnssecOk: boolean;
  nsid: boolean;
  /** Asks how long a connection may stay idle (RFC 7828). */
  keepalive: boolean;
  readonly cookie: Cookie;
  readonly subnet: ClientSubnet;
  readonly tsig: Tsig;
}

/** An empty query to fill with `readQuery`. */
export function createQuery(): Query {
  return {
    questions: 0,
    question: { message: new Uint8Array(0), nameAt: HEADER_LENGTH, nameLength: 0, type: 0 },
    class: 0,
    questionEnd: 0,
    edns: false,
    payloadSize: 0,
    version: 0,
    dnssecOk: false,
    nsid: false,
    keepalive: false,
    cookie: createCookie(),
    subnet: createClientSubnet(),
    tsig: createTsig(),
  };
}

/**
 * Fills `query` from the `length` octets of `message`, a QUERY with a whole header. Gives the RCODE of what it found:
 * NOERROR, FORMERR or BADVERS; whatever was read before the mistake stands in `query`.
 */
export function readQuery(message: Uint8Array, length: number, query: Query): number {
  query.questionEnd = 0;
  query.questions = readUint16(message, 4);
  query.edns = false;
  query.tsig.present = false;
  forgetOptions(query);
  // Never more than one question (RFC 9619 section 4, which updates RFC 1035 section 4.1.2).
  if (query.questions > 1) return RCODE.FORMERR;
  if (query.questions === 0) return readWithoutQuestion(message, length, query);
  if (!readQuestion(message, length, query)) return RCODE.FORMERR;
  // The only records in the other sections of a query that mean something: the SOA of an IXFR (RFC 1995 section 3).
  if (readUint16(message, 6) !== 0) return RCODE.FORMERR;
  const authorities = readUint16(message, 8);
  if (authorities !== 0 && query.question.type !== META_TYPE.IXFR) return RCODE.FORMERR;
  return readRecords(message, length, query, authorities, readUint16(message, 10));
}

/** Leaves out of the answer what the options of the query ask for. */
export function forgetOptions(query: Query): void {
  query.nsid = false;
  query.keepalive = false;
  query.cookie.present = false;
  query.subnet.present = false;
}

/** Without a question there has to be a cookie (RFC 7873 section 5.4). */
function readWithoutQuestion(message: Uint8Array, length: number, query: Query): number {
  query.questionEnd = HEADER_LENGTH;
  if (readUint16(message, 6) !== 0 || readUint16(message, 8) !== 0) return RCODE.FORMERR;
  const rcode = readRecords(message, length, query, 0, readUint16(message, 10));
  return rcode === RCODE.NOERROR && !query.cookie.present ? RCODE.FORMERR : rcode;
}

/** RFC 1035 section 4.1.2. A query has nothing that its name could point at: no compression (section 4.1.4). */
function readQuestion(message: Uint8Array, length: number, query: Query): boolean {
  let at = HEADER_LENGTH;
  for (;;) {
    if (at >= length) return false;
    const label = message[at]!;
    at++;
    if (label === 0) break;
    // Labels have 63 octets at most: the two high bits mark pointers and what is no longer in use (RFC 6891 section 5).
    if (label > 63) return false;
    at += label;
    // The root label still has to come: 255 octets at most (RFC 1035 section 2.3.4).
    if (at - HEADER_LENGTH >= 255) return false;
  }
  if (at + 4 > length) return false;
  const question = query.question;
  question.message = message;
  question.nameLength = at - HEADER_LENGTH;
  question.type = readUint16(message, at);
  query.class = readUint16(message, at + 2);
  query.questionEnd = at + 4;
  return true;
}

/** Walks the records behind the question; each takes 11 octets at least, which bounds the walk by the message. */
function readRecords(message: Uint8Array, length: number, query: Query, authorities: number, additionals: number): number {
  let at = query.questionEnd;
  for (let i = 0; i < authorities + additionals; i++) {
    const owner = at;
    at = skipName(message, length, at);
    if (at === 0 || at + 10 > length) return RCODE.FORMERR;
    const end = at + 10 + readUint16(message, at + 8);
    if (end > length) return RCODE.FORMERR;
    const type = readUint16(message, at);
    if (type === META_TYPE.TSIG) {
      // The last record of all (RFC 8945 section 5.1). SIG(0), which nobody could verify, is a record like any other (RFC 2931).
      if (i + 1 < authorities + additionals || i < authorities || !readTsig(message, owner, at, end, query.tsig)) return RCODE.FORMERR;
    } else if (type === META_TYPE.OPT) {
      // In the additional section, owned by the root, once (RFC 6891 sections 6.1.1 and 6.1.2).
      if (i < authorities || query.edns || message[owner] !== 0) return RCODE.FORMERR;
      const rcode = readOpt(message, at, end, query);
      if (rcode !== RCODE.NOERROR) return rcode;
    }
    at = end;
  }
  return at === length ? RCODE.NOERROR : RCODE.FORMERR;
}

/** The offset behind the name at `at`, whose pointer is not followed; 0 where it is broken. */
function skipName(message: Uint8Array, length: number, at: number): number {
  const limit = Math.min(length, at + 255);
  while (at < limit) {
    const label = message[at]!;
    if (label === 0) return at + 1;
    if (label >= 0xc0) return at + 2;
    if (label > 63) return 0;
    at += label + 1;
  }
  return 0;
}

/** The OPT record whose TYPE is at `at` (RFC 6891 section 6.1.2). */
function readOpt(message: Uint8Array, at: number, end: number, query: Query): number {
  query.edns = true;
  query.payloadSize = readUint16(message, at + 2);
  query.version = message[at + 5]!;
  query.dnssecOk = (message[at + 6]! & 0x80) !== 0;
  // What the options of a version that we do not speak look like is not ours to judge (RFC 6891 section 6.1.3).
  if (query.version !== 0) return RCODE.BADVERS;
  for (let option = at + 10; option < end; ) {
    if (option + 4 > end) return RCODE.FORMERR;
    const code = readUint16(message, option);
    const size = readUint16(message, option + 2);
    option += 4 + size;
    if (option > end) return RCODE.FORMERR;
    // Options that we do not know are ignored (RFC 6891 section 6.1.2).
    if (code === OPTION.NSID) query.nsid = true;
    else if (code === OPTION.KEEPALIVE) query.keepalive = size === 0;
    else if (code === OPTION.COOKIE) {
      // The first one counts (RFC 7873 section 5.2).
      if (!query.cookie.present && !readCookie(message, option - size, size, query.cookie)) return RCODE.FORMERR;
    } else if (code === OPTION.CLIENT_SUBNET) {
      if (query.subnet.present || !readClientSubnet(message, option - size, size, query.subnet)) return RCODE.FORMERR;
    }
  }
  return RCODE.NOERROR;
}
