/** The machine's form of a socket address: sockaddr_in of 16 octets, sockaddr_in6 of 28 (ip(7), ipv6(7)). */
import { networkInterfaces } from 'node:os';
import { parseIp } from '../lib/ip-address.ts';
import type { SocketAddress } from '../lib/socket-address.ts';

export const AF_INET = 2;
export const AF_INET6 = 10;
/** Room for an address of either family. */
export const MAX_SOCKADDR = 28;
/** Where in a sockaddr the port stands, high octet first, and where the address does. */
export const PORT_AT = 2;
export const IPV4_AT = 4;
export const IPV6_AT = 8;
const SCOPE_AT = 24;

/** The octets of an address, with the number of its zone (`%eth0`) where it has one. Throws RangeError for text that is no address. */
export function encodeSocketAddress({ address, port }: SocketAddress): Uint8Array {
  const octets = parseIp(address);
  if (!octets) throw new RangeError(`${address} is no IP address`);
  const ipv4 = octets.length === 4;
  const sockaddr = new Uint8Array(ipv4 ? 16 : MAX_SOCKADDR);
  const view = new DataView(sockaddr.buffer);
  view.setUint16(0, ipv4 ? AF_INET : AF_INET6, true);
  view.setUint16(PORT_AT, port);
  sockaddr.set(octets, ipv4 ? IPV4_AT : IPV6_AT);
  if (!ipv4) view.setUint32(SCOPE_AT, zoneNumber(address), true);
  return sockaddr;
}

/** The port of a sockaddr. */
export function portOf(sockaddr: Uint8Array): number {
  return (sockaddr[PORT_AT]! << 8) | sockaddr[PORT_AT + 1]!;
}

/** The number of the interface that an address names behind `%`; 0 where it names none, or none of this machine. */
function zoneNumber(address: string): number {
  const [, zone] = address.split('%');
  if (zone === undefined) return 0;
  if (/^\d+$/.test(zone)) return Number(zone);
  const scoped = networkInterfaces()[zone]?.find(({ family, scopeid }) => family === 'IPv6' && scopeid);
  return scoped?.scopeid ?? 0;
}
