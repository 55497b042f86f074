import { expect, test } from 'vitest';
import { parseText, show } from '../parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  [
    'a 60 TYPE731 1 2',
    '1:14: error: a.example.com TYPE731: RDATA expected as \\# LENGTH HEXADECIMAL (RFC 3597), since TYPE731 has no form of its own here',
  ],
  ['a 60 TYPE731 \\#', '1:16: error: a.example.com TYPE731: RDATA length is missing, expected a number from 0 to 65535'],
  ['a 60 TYPE731 \\# x', '1:17: error: a.example.com TYPE731: RDATA length is "x", expected a number from 0 to 65535'],
  ['a 60 TYPE731 \\# 2 00', '1:17: error: a.example.com TYPE731: RDATA length is 2, expected 1, the number of octets behind it'],
  ['a 60 TYPE731 \\# 1 0', '1:19: error: a.example.com TYPE731: RDATA is "0", expected hexadecimal digits, two for each octet'],
  ['a 60 TYPE731 \\# 1 zz', '1:19: error: a.example.com TYPE731: RDATA is "zz", expected hexadecimal digits, two for each octet'],
  ['a 60 TYPE731 \\# 70000 00', '1:17: error: a.example.com TYPE731: RDATA length is "70000", expected a number from 0 to 65535'],
  ['a 60 A \\# 3 000000', '1:8: error: a.example.com A: RDATA in \\# form: address runs past the end of the RDATA'],
  ['a 60 A \\# 5 0000000000', '1:8: error: a.example.com A: RDATA in \\# form has 5 octets, expected 4'],
  ['a 60 MX \\# 3 0001C0', '1:9: error: a.example.com MX: RDATA in \\# form: mail exchange has a compressed or too long label'],
  ['a 60 MX \\# 4 000101 00', '1:9: error: a.example.com MX: RDATA in \\# form: mail exchange runs past the end of the RDATA'],
  ['a 60 TXT \\# 0', '1:10: error: a.example.com TXT: RDATA in \\# form: text is empty'],
  ['a 60 TXT \\# 2 0500', '1:10: error: a.example.com TXT: RDATA in \\# form: text runs past the end of the RDATA'],
  [
    'a 60 CAA \\# 4 0001 2061',
    '1:10: error: a.example.com CAA: RDATA in \\# form: tag is not one to 255 letters and digits, such as issue',
  ],
  ['a 60 CAA \\# 2 0000', '1:10: error: a.example.com CAA: RDATA in \\# form: tag is not one to 255 letters and digits, such as issue'],
  ['a 60 LOC \\# 16 01000000000000000000000000000000', '1:10: error: a.example.com LOC: RDATA in \\# form: version is 1, expected 0'],
  ['a 60 DNSKEY \\# 5 0100 04 05 00', '1:13: error: a.example.com DNSKEY: RDATA in \\# form: protocol is 4, expected 3'],
  ['a 60 DNSKEY \\# 4 0100 03 05', '1:13: error: a.example.com DNSKEY: RDATA in \\# form: public key is empty'],
  ['a 60 HTTPS \\# 9 0001 00 0003 0001 50 00', '1:12: error: a.example.com HTTPS: RDATA in \\# form: parameter port has a wrong value'],
  ['a 60 HTTPS \\# 8 0001 00 0003 0001 50', '1:12: error: a.example.com HTTPS: RDATA in \\# form: parameter port has a wrong value'],
  [
    'a 60 HTTPS \\# 11 0001 00 0002 0000 0001 0000',
    '1:12: error: a.example.com HTTPS: RDATA in \\# form: parameter key1 does not follow key2 in ascending order',
  ],
  [
    'a 60 HTTPS \\# 15 0001 00 0008 0000 0001 0003 026832',
    '1:15: error: a.example.com HTTPS: RDATA length is 15, expected 14, the number of octets behind it',
  ],
  [
    'a 60 NSEC \\# 3 00 00 00',
    '1:11: error: a.example.com NSEC: RDATA in \\# form: type bit map is not in the form of RFC 4034 section 4.1.2',
  ],
  [
    'a 60 NSEC \\# 4 00 00 21 00',
    '1:11: error: a.example.com NSEC: RDATA in \\# form: type bit map is not in the form of RFC 4034 section 4.1.2',
  ],
  ['a 60 URI \\# 4 00010001', '1:10: error: a.example.com URI: RDATA in \\# form: target is empty'],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
