import { z } from 'zod';
import { displayName, NameError, parseName } from '../../lib/dns-name.ts';
import { formatIp, parseIp } from '../../lib/ip-address.ts';
import type { Address } from '../../model/steering.ts';
import { found } from './found.ts';
import { text } from './scalar.ts';

export const ADDRESS = 'an IPv4 address, an IPv6 address or a host name';

/** An endpoint's address. A host name is absolute, with or without its final dot. */
export const addressSchema = text(ADDRESS).transform((written, context) => {
  const address = readAddress(written);
  if (typeof address !== 'string') return address;
  context.issues.push({ code: 'custom', input: written, message: `${address}, found ${found(written)}` });
  return z.NEVER;
});

/** The address, or why the text is none. */
function readAddress(written: string): Address | string {
  const bytes = written.includes('%') ? undefined : parseIp(written);
  if (bytes) return isUnicast(bytes) ? ipAddress(bytes) : 'expected the address of one machine';
  if (written.includes(':') || written.includes('/')) return 'expected an IPv6 address';
  if (/(^|\.)\d+\.?$/.test(written)) return 'expected an IPv4 address of four numbers from 0 to 255';
  return hostAddress(written);
}

function ipAddress(bytes: Uint8Array): Address {
  return { family: bytes.length === 4 ? 'ipv4' : 'ipv6', text: formatIp(bytes), bytes };
}

function hostAddress(written: string): Address | string {
  if (!/^[A-Za-z0-9_.-]+$/.test(written)) return `expected ${ADDRESS}`;
  if (!/[^.]\.[^.]/.test(written)) return 'expected a host name with its domain';
  try {
    const name = parseName(written);
    return { family: 'host', text: displayName(name), name };
  } catch (fault) {
    if (fault instanceof NameError) return `expected a host name (${fault.message})`;
    throw fault;
  }
}

/** Neither unspecified, nor multicast (224.0.0.0/4, ff00::/8), nor the limited broadcast (RFC 1122, RFC 4291). */
function isUnicast(bytes: Uint8Array): boolean {
  if (bytes.every(octet => octet === 0)) return false;
  const first = bytes[0]!;
  return bytes.length === 4 ? first < 224 || (first >= 240 && bytes.some(octet => octet !== 255)) : first !== 0xff;
}
