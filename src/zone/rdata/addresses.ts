import { parseIp } from '../../lib/ip-address.ts';
import { advance, type RdataField } from './field.ts';

const IPV4 = 'an IPv4 address such as 192.0.2.1';
const IPV6 = 'an IPv6 address such as 2001:db8::1';

/** RFC 1035 section 3.4.1. */
export const ipv4: RdataField = {
  parse(input, out) {
    if (!input.ipv4('address', IPV4, octet => out.u8(octet))) input.refuse('address', IPV4);
  },
  check: (wire, at) => advance(wire, at, 4, 'address'),
};

/** RFC 3596 section 2.2. */
export const ipv6: RdataField = {
  parse(input, out) {
    out.bytes(readIpv6(input.word('address', IPV6)) ?? input.refuse('address', IPV6));
  },
  check: (wire, at) => advance(wire, at, 16, 'address'),
};

/** The octets of an IPv6 address without a zone; undefined where the text is none. */
export function readIpv6(text: string): Uint8Array | undefined {
  const octets = text.includes('%') ? undefined : parseIp(text);
  return octets?.length === 16 ? octets : undefined;
}

/** Six or eight octets in hexadecimal with hyphens (RFC 7043). */
export function eui(octets: 6 | 8): RdataField {
  const expected = `${octets} octets such as ${['00', '00', '5e', '00', '53', '2a', '00', '01'].slice(0, octets).join('-')}`;
  return {
    parse(input, out) {
      const parts = input.word('address', expected).split('-');
      if (parts.length !== octets || !parts.every(part => /^[0-9a-f]{2}$/i.test(part))) input.refuse('address', expected);
      for (const part of parts) out.u8(Number.parseInt(part, 16));
    },
    check: (wire, at) => advance(wire, at, octets, 'address'),
  };
}
