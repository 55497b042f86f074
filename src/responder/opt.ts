/** Writes the OPT record of an answer (RFC 6891). Hot path: no allocation. */
import { prefixOctets } from './client-subnet.ts';
import { WHOLE_COOKIE } from './cookie.ts';
import { EXTENDED_ERROR } from './extended-error.ts';
import type { Query } from './query.ts';
import { META_TYPE, OPTION } from './wire.ts';

/** Octets of an OPT record without options: root owner, TYPE, CLASS, TTL, RDLENGTH. */
const FIXED = 11;
/** Octets of an option without its data: code and length. */
const HEAD = 4;

/** What the server says of itself. */
export interface OptFacts {
  /** Empty: no NSID. */
  readonly serverId: Uint8Array;
  /** The size that this server can receive (RFC 6891 section 6.2.4). */
  readonly udpSize: number;
  /** How long a connection may stay idle, in units of 100 ms (RFC 7828 section 3.1). */
  readonly keepalive: number;
}

/** What it says of one answer. */
export interface OptAnswer {
  rcode: number;
  /** Of the client subnet (RFC 7871 section 7.2.1). */
  scope: number;
  /** One of EXTENDED_ERROR. */
  extendedError: number;
}

/** Octets that `writeOpt` will write; 0 where the query has no OPT (RFC 6891 section 7). */
export function optLength(query: Query, facts: OptFacts, extendedError: number): number {
  return query.edns ? FIXED + optionsLength(query, facts, extendedError) : 0;
}

/**
 * Writes the OPT record that answers `query` into `out` at `at`; gives the offset behind it. Nothing is padded: neither UDP nor TCP hides
 * what it carries (RFC 7830 section 6).
 */
export function writeOpt(query: Query, facts: OptFacts, answer: OptAnswer, out: Uint8Array, at: number): number {
  out[at] = 0;
  at = writeUint16(out, at + 1, META_TYPE.OPT);
  at = writeUint16(out, at, facts.udpSize);
  out[at] = answer.rcode >> 4;
  out[at + 1] = 0;
  // DO is copied, the other flags are zero (RFC 6891 section 6.1.4, RFC 3225 section 3).
  at = writeUint16(out, at + 2, query.dnssecOk ? 0x8000 : 0);
  at = writeUint16(out, at, optionsLength(query, facts, answer.extendedError));
  if (query.nsid && facts.serverId.length > 0) at = writeOption(OPTION.NSID, facts.serverId, facts.serverId.length, out, at);
  if (query.cookie.present) at = writeOption(OPTION.COOKIE, query.cookie.octets, WHOLE_COOKIE, out, at);
  if (query.keepalive) at = writeNumber(OPTION.KEEPALIVE, facts.keepalive, out, at);
  if (answer.extendedError !== EXTENDED_ERROR.NONE) at = writeNumber(OPTION.EXTENDED_ERROR, answer.extendedError, out, at);
  return query.subnet.present ? writeClientSubnet(query, answer.scope, out, at) : at;
}

/** Writes a 16-bit number, the high octet first; gives the offset behind it. */
export function writeUint16(out: Uint8Array, at: number, value: number): number {
  out[at] = value >> 8;
  out[at + 1] = value;
  return at + 2;
}

function optionsLength(query: Query, { serverId }: OptFacts, extendedError: number): number {
  let length = 0;
  if (query.nsid && serverId.length > 0) length += HEAD + serverId.length;
  if (query.cookie.present) length += HEAD + WHOLE_COOKIE;
  if (query.keepalive) length += HEAD + 2;
  if (extendedError !== EXTENDED_ERROR.NONE) length += HEAD + 2;
  if (query.subnet.present) length += HEAD + 4 + prefixOctets(query.subnet.source);
  return length;
}

function writeOption(code: number, data: Uint8Array, length: number, out: Uint8Array, at: number): number {
  at = writeUint16(out, at, code);
  at = writeUint16(out, at, length);
  for (let i = 0; i < length; i++) out[at + i] = data[i]!;
  return at + length;
}

function writeNumber(code: number, value: number, out: Uint8Array, at: number): number {
  at = writeUint16(out, at, code);
  at = writeUint16(out, at, 2);
  return writeUint16(out, at, value);
}

/** FAMILY, SOURCE PREFIX-LENGTH and ADDRESS are those of the query (RFC 7871 section 7.2.1). */
function writeClientSubnet(query: Query, scope: number, out: Uint8Array, at: number): number {
  const { family, source, address } = query.subnet;
  const octets = prefixOctets(source);
  at = writeUint16(out, at, OPTION.CLIENT_SUBNET);
  at = writeUint16(out, at, 4 + octets);
  at = writeUint16(out, at, family);
  out[at] = source;
  out[at + 1] = scope;
  for (let i = 0; i < octets; i++) out[at + 2 + i] = address[i]!;
  return at + 2 + octets;
}
