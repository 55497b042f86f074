import { parseName } from '../../src/lib/dns-name.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { Address } from '../../src/model/steering.ts';

/** The model's address of an IPv4 or IPv6 literal, or of a host name. */
export function address(text: string): Address {
  const bytes = parseIp(text);
  if (!bytes) return { family: 'host', text, name: parseName(text) };
  return { family: bytes.length === 4 ? 'ipv4' : 'ipv6', text, bytes };
}
