import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOctetText } from '../../src/lib/octet-text.ts';

test.each([
  ['PING\\r\\n', 'PING\r\n'],
  ['PING\r\n', 'PING\r\n'],
  ['\\x00\\xfF\\0\\t', '\x00\xff\0\t'],
  ['a\\\\nb', 'a\\nb'],
  ['ü', '\xc3\xbc'],
  ['😀', '\xf0\x9f\x98\x80'],
  ['', ''],
])('%j', (written, octets) => {
  expect(parseOctetText(written)).toEqual({ octets });
});

test.each([
  ['a\\qb', '\\q'],
  ['\\', '\\'],
  ['\\x4', '\\x'],
  ['\\\\\\😀', '\\😀'],
])('%j has no such escape', (written, noEscape) => {
  expect(parseOctetText(written)).toEqual({ noEscape });
});

test('every octet can be written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), octets => {
      const written = Array.from(octets, octet => `\\x${octet.toString(16).padStart(2, '0')}`).join('');
      expect(parseOctetText(written)).toEqual({ octets: Buffer.from(octets).toString('latin1') });
    }),
  );
});

test('text without a backslash is its UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      fc.pre(!text.includes('\\'));
      expect(parseOctetText(text)).toEqual({ octets: Buffer.from(text).toString('latin1') });
    }),
  );
});
