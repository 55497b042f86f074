import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asName, isWithin, labelsToWire, nameToWire, parentOf, parseName, wireToName } from '../../src/lib/dns-name.ts';

const label = fc.uint8Array({ minLength: 1, maxLength: 20 });

describe('names', () => {
  test('every name in wire form comes back from its text, in lower case', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), labels => {
        const wire = labelsToWire(labels);
        const folded = wire.map(octet => (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet));
        const isLength = new Set<number>();
        for (let at = 0; at < wire.length; at += wire[at]! + 1) isLength.add(at);
        expect(nameToWire(wireToName(wire))).toEqual(folded.map((octet, i) => (isLength.has(i) ? wire[i]! : octet)));
      }),
    );
  });

  test.each([
    ['www', 'example.com.', 'www.example.com.'],
    ['WWW.Example.COM.', 'example.com.', 'www.example.com.'],
    ['@', 'example.com.', 'example.com.'],
    ['.', 'example.com.', '.'],
    ['a\\.b', 'example.com.', 'a\\.b.example.com.'],
    ['\\097bc', 'example.com.', 'abc.example.com.'],
    ['end\\.', 'example.com.', 'end\\..example.com.'],
    ['\\000', '.', '\\000.'],
  ])('%s under %s is %s', (text, origin, name) => expect(parseName(text, origin)).toBe(name));

  test.each(['a..b', '.a', 'x'.repeat(64), '\\256', 'a\\', 'a\\1', 'straße'])('%s is no name', text => {
    expect(() => parseName(text, 'example.com.')).toThrow(/label|escape|ASCII/);
    expect(asName(text, 'example.com.')).toBeUndefined();
  });

  test('a name of more than 255 octets is refused', () => {
    expect(() => parseName(`${'a.'.repeat(127)}b`, '.')).toThrow(/255/);
    expect(parseName('a.'.repeat(127), '.')).toHaveLength(254);
  });

  test.each([
    ['www.example.com.', 'example.com.', true],
    ['example.com.', 'example.com.', true],
    ['badexample.com.', 'example.com.', false],
    ['a\\.example.com.', 'example.com.', false],
    ['a.', '.', true],
  ])('%s within %s: %s', (name, ancestor, within) => expect(isWithin(name, ancestor)).toBe(within));

  test.each([
    ['www.example.com.', 'example.com.'],
    ['a\\.b.com.', 'com.'],
    ['com.', '.'],
    ['.', undefined],
  ])('the parent of %s is %s', (name, parent) => expect(parentOf(name)).toBe(parent));
});
