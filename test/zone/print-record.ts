import fc from 'fast-check';
import { formatIp } from '../../src/lib/ip-address.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import { toHex } from './parse-text.ts';

/** A piece of a master file and the octets that it stands for. */
export interface Printed {
  readonly text: string;
  readonly hex: string;
}

const octets = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const hexOf = (value: number, width: number) => value.toString(16).padStart(width * 2, '0');
const decimal = (octet: number) => `\\${String(octet).padStart(3, '0')}`;

/** An octet written plain where that is safe, else escaped in one of the two ways. */
function printOctet(octet: number): string {
  const char = String.fromCharCode(octet);
  if (/[a-z0-9_-]/i.test(char)) return char;
  return octet > 0x20 && octet < 0x7f && octet % 2 === 0 ? `\\${char}` : decimal(octet);
}

const number = (width: 1 | 2 | 4) =>
  fc.nat({ max: 2 ** (8 * width) - 1 }).map(value => ({ text: String(value), hex: hexOf(value, width) }));

const lower = (octet: number) => (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet);

/** Absolute names of any octets, in any case. */
export const printedName: fc.Arbitrary<Printed> = fc.array(octets(1, 63), { maxLength: 3 }).map(labels => ({
  text: `${labels.map(label => [...label].map(printOctet).join('')).join('.')}.`,
  hex: `${labels.map(label => hexOf(label.length, 1) + toHex(label.map(lower))).join('')}00`,
}));

const string = octets(0, 255).map(value => ({
  text: `"${[...value].map(printOctet).join('')}"`,
  hex: hexOf(value.length, 1) + toHex(value),
}));
const strings = fc.array(string, { minLength: 1, maxLength: 4 }).map(join);
const plain = octets(1, 300).map(value => ({ text: `"${[...value].map(printOctet).join('')}"`, hex: toHex(value) }));
const hex = octets(1, 80).map(value => ({ text: toHex(value), hex: toHex(value) }));
const base64 = octets(1, 80).map(value => ({ text: Buffer.from(value).toString('base64'), hex: toHex(value) }));
const address = (length: 4 | 16) => octets(length, length).map(value => ({ text: formatIp(value), hex: toHex(value) }));
const tag = fc
  .stringMatching(/^[0-9A-Za-z]{1,20}$/)
  .map(text => ({ text, hex: hexOf(text.length, 1) + toHex(Uint8Array.from(text, char => char.charCodeAt(0))) }));
const fixed = (text: string, value: string) => fc.constant({ text, hex: value });

const FIELDS: readonly (readonly [type: number, ...fields: fc.Arbitrary<Printed>[]])[] = [
  [RR_TYPE.A, address(4)],
  [RR_TYPE.NS, printedName],
  [RR_TYPE.CNAME, printedName],
  [RR_TYPE.SOA, printedName, printedName, number(4), number(4), number(4), number(4), number(4)],
  [RR_TYPE.HINFO, string, string],
  [RR_TYPE.MX, number(2), printedName],
  [RR_TYPE.TXT, strings],
  [RR_TYPE.RP, printedName, printedName],
  [RR_TYPE.AAAA, address(16)],
  [RR_TYPE.SRV, number(2), number(2), number(2), printedName],
  [RR_TYPE.NAPTR, number(2), number(2), string, string, string, printedName],
  [RR_TYPE.CERT, number(2), number(2), number(1), base64],
  [RR_TYPE.DS, number(2), number(1), fixed('99', '63'), hex],
  [RR_TYPE.DNSKEY, number(2), fixed('3', '03'), number(1), base64],
  [RR_TYPE.SSHFP, number(1), fixed('99', '63'), hex],
  [RR_TYPE.TLSA, number(1), number(1), fixed('99', '63'), hex],
  [RR_TYPE.OPENPGPKEY, base64],
  [RR_TYPE.URI, number(2), number(2), plain],
  [RR_TYPE.CAA, number(1), tag, plain],
];

/** What stands between two fields: blanks, or inside parentheses also lines and comments. */
const gap = fc.constantFrom(' ', '\t', '  ', '\n', ' ; no " or ( ends this\n', '\r\n\t');

/** The RDATA of a record of a random type, in parentheses. */
export const printedRdata: fc.Arbitrary<Printed & { readonly type: number }> = fc
  .constantFrom(...FIELDS)
  .chain(([type, ...fields]) => fc.tuple(fc.constant(type), fc.tuple(...fields), fc.array(gap, { minLength: 9, maxLength: 9 })))
  .map(([type, fields, gaps]) => ({
    type,
    text: `(${fields.map((field, i) => gaps[i] + field.text).join('')}${gaps.at(-1)})`,
    hex: fields.map(field => field.hex).join(''),
  }));

function join(parts: readonly Printed[]): Printed {
  return { text: parts.map(({ text }) => text).join(' '), hex: parts.map(part => part.hex).join('') };
}
