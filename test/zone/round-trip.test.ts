import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameToWire } from '../../src/lib/dns-name.ts';
import { typeName } from '../../src/lib/rr-type.ts';
import { parseText, toHex } from './parse-text.ts';
import { printedName, printedRdata } from './print-record.ts';

const ttl = fc.nat({ max: 0x7fff_ffff });

test('a record comes back as it was printed', () => {
  fc.assert(
    fc.property(printedName, ttl, printedRdata, (owner, seconds, rdata) => {
      const { recordSets, findings } = parseText(`${owner.text} ${seconds} IN ${typeName(rdata.type)} ${rdata.text}`);
      expect(findings).toEqual([]);
      expect(recordSets.map(set => [toHex(nameToWire(set.owner)), set.type, set.ttl, set.rdata.map(toHex)])).toEqual([
        [owner.hex, rdata.type, seconds, [rdata.hex]],
      ]);
    }),
    { numRuns: 500 },
  );
});

test('the form of RFC 3597 means the same, and passes the checks of the type', () => {
  fc.assert(
    fc.property(printedRdata, ({ type, text, hex }) => {
      const own = parseText(`a 60 ${typeName(type)} ${text}`);
      const generic = parseText(`a 60 TYPE${type} \\# ${hex.length / 2} ${hex}`);
      expect(generic).toEqual(own);
    }),
    { numRuns: 300 },
  );
});

test('many records come back in order, each in its set', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), printedRdata), { maxLength: 30 }), list => {
      const { recordSets } = parseText(list.map(([owner, { type, text }]) => `${owner} 60 TYPE${type} ${text}\n`).join(''));
      const expected = new Map<string, Set<string>>();
      for (const [owner, { type, hex }] of list) {
        const key = `${owner}.example.com. ${type}`;
        expected.set(key, (expected.get(key) ?? new Set()).add(hex));
      }
      expect(recordSets.map(set => [`${set.owner} ${set.type}`, set.rdata.map(toHex)])).toEqual(
        [...expected].map(([key, hexes]) => [key, [...hexes]]),
      );
    }),
    { numRuns: 100 },
  );
});
