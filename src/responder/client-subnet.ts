/** The client subnet option (RFC 7871), read strictly. Hot path: no allocation. */

export interface ClientSubnet {
  present: boolean;
  /** 1 for IPv4, 2 for IPv6, 0 for "no address" (RFC 7871 section 6 and IANA address family numbers). */
  family: number;
  /** SOURCE PREFIX-LENGTH: 0 where the client does not want to be known (RFC 7871 section 7.1.2). */
  source: number;
  /** 16 octets, zero behind the prefix. */
  readonly address: Uint8Array;
}

/** An empty option to fill with `readClientSubnet`. */
export function createClientSubnet(): ClientSubnet {
  return { present: false, family: 0, source: 0, address: new Uint8Array(16) };
}

/** The octets that carry a prefix of `bits` bits. */
export function prefixOctets(bits: number): number {
  return (bits + 7) >> 3;
}

/**
 * Fills `subnet` from the `size` octets of option data at `at`; false where they break a rule of RFC 7871 section 6:
 * SCOPE must be 0 in a query, the prefix no longer than an address, ADDRESS exactly as long as the prefix needs and zero behind it.
 */
export function readClientSubnet(message: Uint8Array, at: number, size: number, subnet: ClientSubnet): boolean {
  if (size < 4) return false;
  const family = (message[at]! << 8) | message[at + 1]!;
  const source = message[at + 2]!;
  const octets = prefixOctets(source);
  if (family > 2 || message[at + 3] !== 0) return false;
  if (source > (family === 1 ? 32 : family === 2 ? 128 : 0) || size !== 4 + octets) return false;
  if ((source & 7) !== 0 && (message[at + 3 + octets]! & (0xff >> (source & 7))) !== 0) return false;
  subnet.present = true;
  subnet.family = family;
  subnet.source = source;
  for (let i = 0; i < 16; i++) subnet.address[i] = i < octets ? message[at + 4 + i]! : 0;
  return true;
}
