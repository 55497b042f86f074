import type { RdataText } from '../rdata-text.ts';
import { notEmpty, type RdataField } from './field.ts';

const HEX = 'hexadecimal digits, two for each octet';
const BASE64 = 'Base64 (RFC 4648)';

/** Octets in hexadecimal to the end of the record; blanks may divide them. */
export function hex(what: string): RdataField {
  return {
    parse: (input, out) => out.bytes(readHex(what, input)),
    check: (wire, at) => notEmpty(wire, at, what),
  };
}

/** Octets in Base64 to the end of the record; blanks may divide them. */
export function base64(what: string): RdataField {
  return {
    parse(input, out) {
      const octets = decodeBase64(input.rest(what, BASE64));
      out.bytes(octets ?? input.refuse(what, BASE64));
    },
    check: (wire, at) => notEmpty(wire, at, what),
  };
}

/** The octets of all remaining tokens in hexadecimal. */
export function readHex(what: string, input: RdataText): Uint8Array {
  const digits = input.rest(what, HEX);
  if (digits.length % 2 === 1 || !/^[0-9a-f]+$/i.test(digits)) input.refuse(what, HEX);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** The octets of canonical Base64 with its padding; undefined where the text is not that. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const octets = Buffer.from(text, 'base64');
  return text !== '' && octets.toString('base64') === text ? Uint8Array.from(octets) : undefined;
}
