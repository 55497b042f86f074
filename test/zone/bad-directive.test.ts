import { expect, test } from 'vitest';
import { parseText, show } from './parse-text.ts';

const FILES = {
  'ok.inc': 'ok 60 A 192.0.2.1',
  'bad.inc': 'ok 60 A 192.0.2.1\n\nbad 60 A x',
  'loop.inc': '$INCLUDE ./loop.inc',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, depth) => [`deep${depth}`, `$INCLUDE deep${depth + 1}`])),
};

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['$FOO bar', '1:1: error: directive "$FOO" is not known, expected $ORIGIN, $TTL or $INCLUDE'],
  ['$ORIGIN', '1:8: error: $ORIGIN is missing, expected a domain name'],
  ['$ORIGIN a..b', '1:9: error: $ORIGIN: empty label in "a..b"'],
  ['$ORIGIN a b', '1:11: error: text behind $ORIGIN is "b", expected the end of the line'],
  ['$TTL', '1:5: error: $TTL is missing, expected seconds from 0 to 2147483647, or a time such as 1h30m'],
  ['$TTL x', '1:6: error: $TTL is "x", expected seconds from 0 to 2147483647, or a time such as 1h30m'],
  ['$TTL 2147483648', '1:6: error: $TTL is "2147483648", expected seconds from 0 to 2147483647, or a time such as 1h30m'],
  ['$TTL 60 60', '1:9: error: text behind $TTL is "60", expected the end of the line'],
  ['$GENERATE 1-10 a$ A 192.0.2.$', '1:1: error: $GENERATE is not supported, expected each record written out'],
  ['$INCLUDE', '1:9: error: $INCLUDE is missing, expected the path of a file'],
  ['$INCLUDE missing', '1:10: error: $INCLUDE of "missing": no such file'],
  ['$INCLUDE test.zone', '1:10: error: $INCLUDE of test.zone inside itself: test.zone → test.zone'],
  ['$INCLUDE deep0', 'deep9:1:10: error: $INCLUDE of deep10 is more than 10 files deep'],
  ['$INCLUDE bad.inc', 'bad.inc:3:10: error: bad.example.com A: address is "x", expected an IPv4 address such as 192.0.2.1'],
  ['$INCLUDE ok.inc a..b', '1:17: error: origin of $INCLUDE: empty label in "a..b"'],
  ['$INCLUDE ok.inc a b', '1:19: error: text behind $INCLUDE is "b", expected the end of the line'],
  ['$TTL "60"', '1:6: error: $TTL is "60", expected seconds from 0 to 2147483647, or a time such as 1h30m, not in quotes'],
  ['$ORIGIN ( a', '1:9: error: "(" is never closed'],
  ['$INCLUDE loop.inc', 'loop.inc:1:10: error: $INCLUDE of loop.inc inside itself: test.zone → loop.inc → loop.inc'],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text, FILES).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
