import { formatIp, parseIp } from '../lib/ip-address.ts';
import type { Address } from '../model/steering.ts';
import type { AddressFamily } from './lookup.ts';

/** As many as one name may have; more would not fit into an answer over UDP. */
export const MOST_ADDRESSES = 64;

/** An address that was found, not a host name. */
export type IpAddress = Extract<Address, { readonly bytes: Uint8Array }>;

/** Addresses in canonical text, each once, ascending: a resolver that turns them round changes nothing. What is no address is left out. */
export function sortedAddresses(texts: readonly string[]): readonly IpAddress[] {
  const byText = new Map<string, IpAddress>();
  for (const written of texts) {
    const bytes = parseIp(written);
    if (bytes) byText.set(formatIp(bytes), { family: bytes.length === 4 ? 'ipv4' : 'ipv6', text: formatIp(bytes), bytes });
  }
  return [...byText.values()].sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
}

/** Both families, IPv4 first, `MOST_ADDRESSES` at most: where there are more, either has at least half of the room. */
export function bothFamilies(ipv4: readonly Address[], ipv6: readonly Address[]): readonly Address[] {
  const taken = ipv4.slice(0, Math.max(MOST_ADDRESSES / 2, MOST_ADDRESSES - ipv6.length));
  return [...taken, ...ipv6.slice(0, MOST_ADDRESSES - taken.length)];
}

/** Those of one family. */
export function ofFamily(addresses: readonly Address[], family: AddressFamily): readonly Address[] {
  return addresses.filter(address => address.family === family);
}
