import { expect, test } from 'vitest';
import { parseText, show } from './parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['a 60 A 192.0.2.1\na 60 A 192.0.2.1', '2:1: warning: a.example.com A: the same record stands before; it is dropped'],
  [
    'a 60 A 192.0.2.1\na 30 A 192.0.2.2',
    '2:1: warning: a.example.com A: TTL 30 differs from 60 of the records before; the lower one is taken for the set (RFC 2181 section 5.2)',
  ],
  [
    '@ SOA ns1 host 1 2 3 4 300\na A 192.0.2.1',
    '1:1: warning: example.com SOA: no TTL here and no $TTL before; the minimum of 300 s is taken for it and for the records behind it',
  ],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
