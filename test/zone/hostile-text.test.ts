import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import { validateZone } from '../../src/zone/validate.ts';
import { parseText } from './parse-text.ts';

const word = fc.oneof(
  fc.constantFrom(
    ...Object.keys(RR_TYPE),
    '$INCLUDE self',
    '$INCLUDE other',
    '$ORIGIN',
    '$TTL',
    '@',
    '*.a',
    'a',
    'b.a',
    'IN',
    '60',
    '1h',
    '\\#',
    '4',
    'c0000201',
  ),
  fc.constantFrom(
    '192.0.2.1',
    '2001:db8::1',
    '"',
    '"x y"',
    '\\',
    '\\000',
    ';',
    'alpn=h2',
    'alpn="',
    'mandatory=alpn',
    'N',
    'E',
    '-',
    'é',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const gap = fc.constantFrom(' ', ' ', ' ', '\t', '\n', '\n', '(', ')', ' ( ', ' ) ', '\r\n', '');
const text = fc.array(fc.tuple(word, gap), { maxLength: 60 }).map(parts => parts.flat().join(''));

test('any text is read to its end without a fault, and every finding lies inside it', () => {
  fc.assert(
    fc.property(text, text, (self, other) => {
      const files: Readonly<Record<string, string>> = { 'test.zone': self, self, other };
      const { recordSets, findings } = parseText(self, files);
      for (const { file, line, column } of [...findings, ...recordSets]) {
        const lines = files[file]!.split('\n');
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
      }
      validateZone('example.com.', recordSets, 'test.zone');
    }),
    { numRuns: 3000 },
  );
});

test('so are octets that no one wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), noise => {
      expect(() => parseText(noise)).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});
