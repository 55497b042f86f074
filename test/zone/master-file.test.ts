import { describe, expect, test } from 'vitest';
import { list, parseText, show } from './parse-text.ts';

/** The records of a text without findings. */
function records(text: string, files?: Readonly<Record<string, string>>): string[] {
  const { recordSets, findings } = parseText(text, files);
  expect(findings.map(show)).toEqual([]);
  return list(recordSets);
}

const A = (owner: string, ttl: number, last = 1) => `${owner} ${ttl} 1 c000020${last}`;

describe('entries (RFC 1035 section 5.1)', () => {
  test.each([
    ['relative owner', 'a 60 A 192.0.2.1', A('a.example.com.', 60)],
    ['absolute owner', 'a.example.net. 60 A 192.0.2.1', A('a.example.net.', 60)],
    ['origin', '@ 60 A 192.0.2.1', A('example.com.', 60)],
    ['root', '. 60 A 192.0.2.1', A('.', 60)],
    ['upper case', 'WWW.Example.COM. 60 in a 192.0.2.1', A('www.example.com.', 60)],
    ['TTL before class', 'a 60 IN A 192.0.2.1', A('a.example.com.', 60)],
    ['class before TTL', 'a IN 1m A 192.0.2.1', A('a.example.com.', 60)],
    ['CLASS1', 'a CLASS1 60 TYPE1 192.0.2.1', A('a.example.com.', 60)],
    ['tabs, comment, CRLF', 'a\t60\tA\t192.0.2.1;x ( "\r\n', A('a.example.com.', 60)],
    ['no blank around parentheses', 'a 60(A)192.0.2.1', A('a.example.com.', 60)],
    ['parentheses over lines', 'a ( 60 ; one\n\n; two )\nA\n192.0.2.1 ) ; three', A('a.example.com.', 60)],
    ['a parenthesis first', '( a 60 A\n 192.0.2.1 )', A('a.example.com.', 60)],
    ['escaped owner', String.raw`a\.b\;\065 60 A 192.0.2.1`, A(String.raw`a\.b\;a.example.com.`, 60)],
    ['owner named as a class', 'in 60 A 192.0.2.1', A('in.example.com.', 60)],
    ['owner of digits', '60 60 A 192.0.2.1', A('60.example.com.', 60)],
    ['escaped dollar', String.raw`\$ttl 60 A 192.0.2.1`, A(String.raw`\$ttl.example.com.`, 60)],
    ['wildcard', '*.a 60 A 192.0.2.1', A('*.a.example.com.', 60)],
    ['byte order mark', '\ufeffa 60 A 192.0.2.1', A('a.example.com.', 60)],
    ['TTL units', 'a 1w2d3h4m5s A 192.0.2.1', A('a.example.com.', 788_645)],
    ['largest TTL', 'a 2147483647 A 192.0.2.1', A('a.example.com.', 2_147_483_647)],
  ])('%s', (_, text, record) => {
    expect(records(text)).toEqual([record]);
  });

  test('a line that begins with a blank has the last owner', () => {
    expect(records('a 60 A 192.0.2.1\n\n ; nothing\n\t60 A 192.0.2.2\n$ORIGIN x\n 60 TXT x')).toEqual([
      A('a.example.com.', 60, 1),
      A('a.example.com.', 60, 2),
      'a.example.com. 60 16 0178',
    ]);
  });

  test.each(['', '\n', ' \t\n', '; only this', '\ufeff', '\r\n\r\n'])('%j has no record', text => {
    expect(records(text)).toEqual([]);
  });

  test('a record set has the place of its first record', () => {
    const { recordSets } = parseText('\na 60 A 192.0.2.1\n  60 TXT x\n(\n  b 60 A 192.0.2.1 )\na 60 A 192.0.2.2');
    expect(recordSets.map(({ owner, type, line, column }) => [owner, type, line, column])).toEqual([
      ['a.example.com.', 1, 2, 1],
      ['a.example.com.', 16, 3, 3],
      ['b.example.com.', 1, 5, 3],
    ]);
  });
});

describe('missing TTLs (RFC 2308 section 4)', () => {
  test('$TTL stands in from where it is, whatever TTLs stood on records', () => {
    expect(records('$TTL 1h\na 60 A 192.0.2.1\nb A 192.0.2.1\n$TTL 10\nc A 192.0.2.1')).toEqual([
      A('a.example.com.', 60),
      A('b.example.com.', 3600),
      A('c.example.com.', 10),
    ]);
  });

  test('without $TTL, the last one on a record', () => {
    expect(records('a 60 A 192.0.2.1\nb A 192.0.2.1')).toEqual([A('a.example.com.', 60), A('b.example.com.', 60)]);
  });

  test('without any, the minimum of the SOA, with a warning', () => {
    const { recordSets, findings } = parseText('@ SOA . . 1 2 3 4 300\na A 192.0.2.1');
    expect(recordSets.map(({ ttl }) => ttl)).toEqual([300, 300]);
    expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('$ORIGIN and $INCLUDE', () => {
  test('$ORIGIN is relative to the one before', () => {
    expect(records('$ORIGIN net.\n$origin example\na 60 A 192.0.2.1\n$ORIGIN .\na 60 NS b')).toEqual([
      A('a.example.net.', 60),
      'a. 60 2 016200',
    ]);
  });

  test('an included file has an origin of its own, and nothing that it changes leaks out', () => {
    const text = '$TTL 60\na A 192.0.2.1\n$INCLUDE "sub/inc file" sub ; why\n  A 192.0.2.2\nc A 192.0.2.1';
    const included = '  A 192.0.2.3\n@ A 192.0.2.1\n$ORIGIN deep\n$TTL 5\nb 7 A 192.0.2.1\n';
    expect(records(text, { 'sub/inc file': included })).toEqual([
      A('a.example.com.', 60, 1),
      A('a.example.com.', 60, 3),
      A('a.example.com.', 60, 2),
      A('sub.example.com.', 60),
      A('b.deep.sub.example.com.', 7),
      A('c.example.com.', 60),
    ]);
  });

  test('without an origin, the included file has that of the line; records have their own file', () => {
    const { recordSets } = parseText('$ORIGIN sub\n$INCLUDE ./inc', { './inc': '\na 60 A 192.0.2.1' });
    expect(recordSets).toMatchObject([{ owner: 'a.sub.example.com.', file: 'inc', line: 2, column: 1 }]);
  });

  test('a file may be included more than once', () => {
    expect(records('$INCLUDE inc x\n$INCLUDE inc y', { inc: 'a 60 A 192.0.2.1' })).toEqual([
      A('a.x.example.com.', 60),
      A('a.y.example.com.', 60),
    ]);
  });
});

describe('record sets (RFC 2181 section 5)', () => {
  test('records of one owner and type come together, whatever stands between', () => {
    const { recordSets } = parseText('a 60 A 192.0.2.1\nb 60 A 192.0.2.1\nA 60 TXT x\nA 60 A 192.0.2.2\na 60 MX 1 .');
    expect(recordSets.map(({ owner, type, rdata }) => [owner, type, rdata.length])).toEqual([
      ['a.example.com.', 1, 2],
      ['b.example.com.', 1, 1],
      ['a.example.com.', 16, 1],
      ['a.example.com.', 15, 1],
    ]);
  });

  test('the lowest TTL holds for the set, whichever record has it', () => {
    expect(parseText('a 60 A 192.0.2.1\na 30 A 192.0.2.2\na 90 A 192.0.2.3').recordSets).toMatchObject([{ ttl: 30 }]);
  });

  test('names that differ only in case make duplicates', () => {
    const { recordSets, findings } = parseText('a 60 NS b\na 60 NS B.EXAMPLE.com.');
    expect(recordSets[0]!.rdata).toHaveLength(1);
    expect(findings).toHaveLength(1);
  });
});

test('a mistake costs one entry: all others are kept and checked', () => {
  const { recordSets, findings } = parseText('$TTL x\na 60 A 192.0.2.1\nb 60 A x\n$INCLUDE none\nc..d 60 A 192.0.2.1\ne 60 A 192.0.2.1');
  expect(list(recordSets)).toEqual([A('a.example.com.', 60), A('e.example.com.', 60)]);
  expect(findings.map(({ line, column }) => [line, column])).toEqual([
    [1, 6],
    [3, 8],
    [4, 10],
    [5, 1],
  ]);
});
