/** Writes the OPT record of an answer (RFC 6891). Hot path: no allocation. */
import { prefixOctets } from './client-subnet.ts';
import type { Query } from './query.ts';
import { EDNS_UDP_SIZE, META_TYPE, OPTION } from './wire.ts';

/** Octets of an OPT record without options: root owner, TYPE, CLASS, TTL, RDLENGTH. */
const FIXED = 11;

/** Octets that `writeOpt` will write; 0 where the query has no OPT (RFC 6891 section 7). `serverId` may be empty: no NSID then. */
export function optLength(query: Query, serverId: Uint8Array): number {
  return query.edns ? FIXED + optionsLength(query, serverId) : 0;
}

/** Writes the OPT record that answers `query` into `out` at `at`; gives the offset behind it. */
export function writeOpt(query: Query, serverId: Uint8Array, rcode: number, scope: number, out: Uint8Array, at: number): number {
  out[at] = 0;
  at = writeUint16(out, at + 1, META_TYPE.OPT);
  // The size that this server can receive (RFC 6891 section 6.2.4).
  at = writeUint16(out, at, EDNS_UDP_SIZE);
  out[at] = rcode >> 4;
  out[at + 1] = 0;
  // DO is copied, the other flags are zero (RFC 6891 section 6.1.4, RFC 3225 section 3).
  at = writeUint16(out, at + 2, query.dnssecOk ? 0x8000 : 0);
  at = writeUint16(out, at, optionsLength(query, serverId));
  if (query.nsid && serverId.length > 0) at = writeNsid(serverId, out, at);
  return query.subnet.present ? writeClientSubnet(query, scope, out, at) : at;
}

/** Writes a 16-bit number, the high octet first; gives the offset behind it. */
export function writeUint16(out: Uint8Array, at: number, value: number): number {
  out[at] = value >> 8;
  out[at + 1] = value;
  return at + 2;
}

function optionsLength(query: Query, serverId: Uint8Array): number {
  const nsid = query.nsid && serverId.length > 0 ? 4 + serverId.length : 0;
  return nsid + (query.subnet.present ? 8 + prefixOctets(query.subnet.source) : 0);
}

/** RFC 5001 section 2.3. */
function writeNsid(serverId: Uint8Array, out: Uint8Array, at: number): number {
  at = writeUint16(out, at, OPTION.NSID);
  at = writeUint16(out, at, serverId.length);
  for (let i = 0; i < serverId.length; i++) out[at + i] = serverId[i]!;
  return at + serverId.length;
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
