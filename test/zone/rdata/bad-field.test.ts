import { expect, test } from 'vitest';
import { parseText, show } from '../parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['a 60 A', '1:7: error: a.example.com A: address is missing, expected an IPv4 address such as 192.0.2.1'],
  ['a 60 A 192.0.2', '1:8: error: a.example.com A: address is "192.0.2", expected an IPv4 address such as 192.0.2.1'],
  ['a 60 A 192.0.2.256', '1:8: error: a.example.com A: address is "192.0.2.256", expected an IPv4 address such as 192.0.2.1'],
  ['a 60 A 192.0.2.01', '1:8: error: a.example.com A: address is "192.0.2.01", expected an IPv4 address such as 192.0.2.1'],
  ['a 60 A 192.0.2.1.2', '1:8: error: a.example.com A: address is "192.0.2.1.2", expected an IPv4 address such as 192.0.2.1'],
  ['a 60 A "192.0.2.1"', '1:8: error: a.example.com A: address is "192.0.2.1", expected an IPv4 address such as 192.0.2.1, not in quotes'],
  ['a 60 A 192.0.2.1 x', '1:18: error: a.example.com A: text behind the last field is "x", expected the end of the record'],
  ['a 60 AAAA 192.0.2.1', '1:11: error: a.example.com AAAA: address is "192.0.2.1", expected an IPv6 address such as 2001:db8::1'],
  ['a 60 AAAA fe80::1%eth0', '1:11: error: a.example.com AAAA: address is "fe80::1%eth0", expected an IPv6 address such as 2001:db8::1'],
  ['a 60 AAAA 2001:db8:::1', '1:11: error: a.example.com AAAA: address is "2001:db8:::1", expected an IPv6 address such as 2001:db8::1'],
  ['a 60 NS a..b', '1:9: error: a.example.com NS: name server: empty label in "a..b"'],
  ['a 60 MX mail', '1:9: error: a.example.com MX: preference is "mail", expected a number from 0 to 65535'],
  ['a 60 MX 65536 mail', '1:9: error: a.example.com MX: preference is "65536", expected a number from 0 to 65535'],
  ['a 60 MX 10', '1:11: error: a.example.com MX: mail exchange is missing, expected a domain name'],
  ['a 60 MX -1 mail', '1:9: error: a.example.com MX: preference is "-1", expected a number from 0 to 65535'],
  [
    '@ 60 SOA ns1 host 1 2 3 4',
    '1:26: error: example.com SOA: minimum is missing, expected seconds from 0 to 4294967295, or a time such as 1h30m',
  ],
  ['@ 60 SOA ns1 host 4294967296 2 3 4 5', '1:19: error: example.com SOA: serial is "4294967296", expected a number from 0 to 4294967295'],
  [
    '@ 60 SOA ns1 host 1 2x 3 4 5',
    '1:21: error: example.com SOA: refresh is "2x", expected seconds from 0 to 4294967295, or a time such as 1h30m',
  ],
  [
    '@ 60 SOA ns1 host 1 ( 2 3\n 4 5z )',
    '2:4: error: example.com SOA: minimum is "5z", expected seconds from 0 to 4294967295, or a time such as 1h30m',
  ],
  ['a 60 TXT', '1:9: error: a.example.com TXT: text is missing, expected a string of at most 255 octets'],
  [
    'a 60 TXT "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
    '1:10: error: a.example.com TXT: text of 256 octets is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…", expected strings of at most 255 octets each, in quotes with blanks between',
  ],
  ['a 60 TXT "\\256"', '1:11: error: a.example.com TXT: escape "\\256" is not \\DDD from \\000 to \\255'],
  ['a 60 TXT "\\1"', '1:11: error: a.example.com TXT: escape "\\1" is not \\DDD from \\000 to \\255'],
  ['a 60 TXT a\\', '1:11: error: a.example.com TXT: "\\" escapes nothing, expected \\DDD or \\ and a character'],
  ['a 60 TXT "ok" "b\\2c"', '1:17: error: a.example.com TXT: escape "\\2c" is not \\DDD from \\000 to \\255'],
  ['a 60 HINFO PC', '1:14: error: a.example.com HINFO: operating system is missing, expected a string of at most 255 octets'],
  ['a 60 CAA 256 issue "x"', '1:10: error: a.example.com CAA: flags is "256", expected a number from 0 to 255'],
  ['a 60 CAA 0 is-sue "x"', '1:12: error: a.example.com CAA: tag is "is-sue", expected one to 255 letters and digits, such as issue'],
  ['a 60 CAA 0 issue', '1:17: error: a.example.com CAA: value is missing, expected a string'],
  ['a 60 URI 1 1 ""', '1:14: error: a.example.com URI: target is "", expected a string that is not empty'],
  [
    'a 60 EUI48 00-00-5e-00-53',
    '1:12: error: a.example.com EUI48: address is "00-00-5e-00-53", expected 6 octets such as 00-00-5e-00-53-2a',
  ],
  [
    'a 60 EUI64 00-00-5e-ef-10-00-00-2g',
    '1:12: error: a.example.com EUI64: address is "00-00-5e-ef-10-00-00-2g", expected 8 octets such as 00-00-5e-00-53-2a-00-01',
  ],
  ['a 60 LOC 91 N 0 E 0m', '1:10: error: a.example.com LOC: latitude is "91", expected degrees [minutes [seconds]] and N or S'],
  ['a 60 LOC 90 1 N 0 E 0m', '1:13: error: a.example.com LOC: latitude is "1", expected at most 90 degrees in all'],
  ['a 60 LOC 1 60 N 0 E 0m', '1:12: error: a.example.com LOC: latitude is "60", expected degrees [minutes [seconds]] and N or S'],
  ['a 60 LOC 1 N 181 E 0m', '1:14: error: a.example.com LOC: longitude is "181", expected degrees [minutes [seconds]] and E or W'],
  ['a 60 LOC 1 N 1 X 0m', '1:16: error: a.example.com LOC: longitude is "X", expected degrees [minutes [seconds]] and E or W'],
  ['a 60 LOC 1 N 1 E', '1:17: error: a.example.com LOC: altitude is missing, expected metres such as 10m or 2.50m'],
  ['a 60 LOC 1 N 1 E high', '1:18: error: a.example.com LOC: altitude is "high", expected metres such as 10m or 2.50m'],
  ['a 60 LOC 1 N 1 E -100001m', '1:18: error: a.example.com LOC: altitude is "-100001m", expected metres from -100000 to 42849672.95'],
  ['a 60 LOC 1 N 1 E 0m -1m', '1:21: error: a.example.com LOC: size is "-1m", expected metres from 0 to 90000000'],
  ['a 60 LOC 1 N 1 E 0m 1m 1m 1m 1m', '1:30: error: a.example.com LOC: text behind the last field is "1m", expected the end of the record'],
  ['a 60 LOC N 1 E 0m', '1:10: error: a.example.com LOC: latitude is "N", expected degrees [minutes [seconds]] and N or S'],
  ['a 60 LOC 1 2 3 4 N 1 E 0m', '1:16: error: a.example.com LOC: latitude is "4", expected degrees [minutes [seconds]] and N or S'],
  ['a 60 NAPTR 1 1 "u" "x" .', '1:25: error: a.example.com NAPTR: replacement is missing, expected a domain name'],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
