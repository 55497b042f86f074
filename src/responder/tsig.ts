/**
 * Queries signed with TSIG (RFC 8945). There are no keys here, so that all of them are unknown: answered with NOTAUTH and an unsigned TSIG
 * record that says BADKEY (sections 5.2.1 and 5.3.2). Hot path: no allocation.
 */
import { readUint16 } from '../lib/wire-name.ts';
import { writeUint16 } from './opt.ts';
import { HEADER_LENGTH, META_TYPE } from './wire.ts';

const BADKEY = 17;
const CLASS_ANY = 255;
const MAX_NAME = 255;
/** TYPE, CLASS, TTL, RDLENGTH. */
const RECORD = 10;
/** Time signed and fudge; MAC size; original ID, error, other length. */
const CLOCK = 8;
const TAIL = 6;

/** What an answer repeats of the query's TSIG record, in two runs of octets. */
export interface Tsig {
  present: boolean;
  nameLength: number;
  readonly name: Uint8Array;
  /** Algorithm name, time signed, fudge. */
  length: number;
  readonly octets: Uint8Array;
  originalId: number;
}

/** An empty record to fill with `readTsig`. */
export function createTsig(): Tsig {
  return {
    present: false,
    nameLength: 0,
    name: new Uint8Array(MAX_NAME),
    length: 0,
    octets: new Uint8Array(MAX_NAME + CLOCK),
    originalId: 0,
  };
}

/**
 * Fills `tsig` from the record whose owner is at `owner`, its TYPE at `at` and its end at `end`; false where it is not well formed: class ANY,
 * TTL 0, an algorithm that is not compressed, and data of just the length that they say (RFC 8945 section 4.2).
 */
export function readTsig(message: Uint8Array, owner: number, at: number, end: number, tsig: Tsig): boolean {
  const algorithm = at + RECORD;
  if (readUint16(message, at + 2) !== CLASS_ANY || readUint16(message, at + 4) !== 0 || readUint16(message, at + 6) !== 0) return false;
  const clock = endOfName(message, algorithm, end);
  if (clock === 0 || clock + CLOCK + 2 > end) return false;
  const mac = readUint16(message, clock + CLOCK);
  const tail = clock + CLOCK + 2 + mac;
  if (tail + TAIL > end || tail + TAIL + readUint16(message, tail + 4) !== end) return false;
  tsig.nameLength = copyName(message, owner, end, tsig.name);
  if (tsig.nameLength === 0) return false;
  tsig.present = true;
  tsig.length = copy(message, algorithm, clock + CLOCK, tsig.octets);
  tsig.originalId = readUint16(message, tail);
  return true;
}

/** Octets that `writeTsig` writes. */
export function tsigLength({ nameLength, length }: Tsig): number {
  return nameLength + RECORD + length + 2 + TAIL;
}

/** Writes the record that answers `tsig` into `out` at `at`; gives the offset behind it. */
export function writeTsig(tsig: Tsig, out: Uint8Array, at: number): number {
  at = put(tsig.name, tsig.nameLength, out, at);
  at = writeUint16(out, at, META_TYPE.TSIG);
  at = writeUint16(out, at, CLASS_ANY);
  at = writeUint16(out, at, 0);
  at = writeUint16(out, at, 0);
  at = writeUint16(out, at, tsig.length + 2 + TAIL);
  at = put(tsig.octets, tsig.length, out, at);
  at = writeUint16(out, at, 0);
  at = writeUint16(out, at, tsig.originalId);
  at = writeUint16(out, at, BADKEY);
  return writeUint16(out, at, 0);
}

/** The offset behind the name at `at`, which may not be compressed; 0 where it is broken or longer than `end`. */
function endOfName(message: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_NAME);
  while (at < limit) {
    const label = message[at]!;
    if (label === 0) return at + 1;
    if (label > 63) return 0;
    at += label + 1;
  }
  return 0;
}

/**
 * Copies the name at `at`, which may be compressed as any owner may, and gives its octets; 0 where it is broken, longer than `end`, or has a
 * pointer that leads anywhere but back.
 */
function copyName(message: Uint8Array, at: number, end: number, to: Uint8Array): number {
  let length = 0;
  for (let before = at; ; ) {
    if (at + 1 >= end) return 0;
    const label = message[at]!;
    if (label >= 0xc0) {
      at = ((label & 0x3f) << 8) | message[at + 1]!;
      if (at >= before || at < HEADER_LENGTH) return 0;
      before = at;
      continue;
    }
    if (label > 63 || length + label + 1 > MAX_NAME || at + label + 1 > end) return 0;
    for (let i = 0; i <= label; i++) to[length + i] = message[at + i]!;
    length += label + 1;
    at += label + 1;
    if (label === 0) return length;
  }
}

function copy(message: Uint8Array, from: number, end: number, to: Uint8Array): number {
  for (let i = from; i < end; i++) to[i - from] = message[i]!;
  return end - from;
}

function put(octets: Uint8Array, length: number, out: Uint8Array, at: number): number {
  for (let i = 0; i < length; i++) out[at + i] = octets[i]!;
  return at + length;
}
