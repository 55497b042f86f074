import { expect, test } from 'vitest';
import { parseText, show } from './parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['a 60 TXT "open\nb 60 A 192.0.2.1', '1:10: error: a.example.com: quoted string is not closed on its line'],
  ['a 60 TXT "x" )', '1:14: error: a.example.com: ")" closes no parenthesis'],
  [
    'a 60 TXT ( "x"\n  "y"\nb 60 A 192.0.2.300',
    '1:10: error: a.example.com: "(" is never closed',
    '3:8: error: b.example.com A: address is "192.0.2.300", expected an IPv4 address such as 192.0.2.1',
  ],
  [
    'a 60 TXT ( "x"\n  "y"\nb 60 TXT ( "x" )\nc 60 A x',
    '1:10: error: a.example.com: "(" is not closed before the next one on line 3',
    '4:8: error: c.example.com A: address is "x", expected an IPv4 address such as 192.0.2.1',
  ],
  ['a 60 TXT ( "x" ( "y" ) )', '1:16: error: a.example.com: "(" inside parentheses: they do not nest'],
  [
    'a 60 TXT ("x"\n  ("y") )\n',
    '1:10: error: a.example.com: "(" is not closed before the next one on line 2',
    '2:9: error: a.example.com: ")" closes no parenthesis',
  ],
  [' 60 A 192.0.2.1', '1:2: error: owner name is missing: the line begins with a blank and no owner stands before it'],
  ['a..b 60 A 192.0.2.1', '1:1: error: owner name: empty label in "a..b"'],
  ['"a" 60 A 192.0.2.1', '1:1: error: owner name is "a", expected a domain name, not in quotes'],
  [
    'ä 60 A 192.0.2.1\n  60 A 192.0.2.300\n  60 A 192.0.2.4',
    '1:1: error: owner name: "ä" in "ä" is not ASCII (write it in its xn-- form)',
    '2:8: error: A: address is "192.0.2.300", expected an IPv4 address such as 192.0.2.1',
  ],
  [
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 60 A 192.0.2.1',
    '1:1: error: owner name: label longer than 63 octets in "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
  ],
  ['a\\1 60 A 192.0.2.1', '1:1: error: owner name: bad escape in "a\\1"'],
  ['a\\999 60 A 192.0.2.1', '1:1: error: owner name: escape \\999 is above \\255 in "a\\999"'],
  ['a', '1:2: error: a.example.com: record type is missing, expected a TTL, a class or a record type'],
  ['a 60', '1:5: error: a.example.com: record type is missing, expected a TTL, a class or a record type'],
  ['a 60 IN', '1:8: error: a.example.com: record type is missing, expected a record type'],
  ['a 60 60 A 192.0.2.1', '1:6: error: a.example.com: a second TTL stands here, expected a class or a record type'],
  ['a IN IN A 192.0.2.1', '1:6: error: a.example.com: a second class stands here, expected a TTL or a record type'],
  ['a 60 CH A 192.0.2.1', '1:6: error: a.example.com: class is "CH", expected IN'],
  ['a CLASS3 60 A 192.0.2.1', '1:3: error: a.example.com: class is "CLASS3", expected IN'],
  [
    'a 60 AX 192.0.2.1',
    '1:6: error: a.example.com: "AX" is not known, expected a TTL, a class or a record type; TYPE123 writes other types',
  ],
  [
    'a 60 IN AX 192.0.2.1',
    '1:9: error: a.example.com: "AX" is not known, expected a TTL, a class or a record type; TYPE123 writes other types',
  ],
  ['  www 60 A 192.0.2.1', '1:3: error: owner name is missing: the line begins with a blank and no owner stands before it'],
  [
    'a 60 A 192.0.2.1\n  www 60 A 192.0.2.1',
    '2:3: error: a.example.com: "www" is not known, expected a TTL, a class or a record type; an owner name begins in column 1',
  ],
  ['a 60 "A" 192.0.2.1', '1:6: error: a.example.com: record type is "A", expected a TTL, a class or a record type, not in quotes'],
  ['a 60 ANY \\# 0', '1:6: error: a.example.com: ANY is a type of questions, expected one that a zone can hold'],
  ['a 60 OPT \\# 0', '1:6: error: a.example.com: OPT is a type of questions, expected one that a zone can hold'],
  ['a 60 TYPE0 \\# 0', '1:6: error: a.example.com: TYPE0 is a type of questions, expected one that a zone can hold'],
  [
    'a 60 TYPE70000 \\# 0',
    '1:6: error: a.example.com: "TYPE70000" is not known, expected a TTL, a class or a record type; TYPE123 writes other types',
  ],
  ['a 1x A 192.0.2.1', '1:3: error: a.example.com: TTL is "1x", expected seconds from 0 to 2147483647, or a time such as 1h30m'],
  [
    'a 2147483648 A 192.0.2.1',
    '1:3: error: a.example.com: TTL is "2147483648", expected seconds from 0 to 2147483647, or a time such as 1h30m',
  ],
  ['a 3551w A 192.0.2.1', '1:3: error: a.example.com: TTL is "3551w", expected seconds from 0 to 2147483647, or a time such as 1h30m'],
  ['a A 192.0.2.1', '1:3: error: a.example.com A: TTL is missing, expected one here, on a record before or in $TTL (RFC 2308 section 4)'],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
