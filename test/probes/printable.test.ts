import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../probes/printable.ts';

test.each([
  ['  all \t well\r\n', 'all well'],
  ['\u001b[31mred\u0007', '[31mred'],
  ['left\u202eright\u2028next', 'left right next'],
  ['\ufffd\ufffd', '??'],
  ['é ü 探', 'é ü 探'],
  ['x'.repeat(120), 'x'.repeat(120)],
  ['x'.repeat(121), `${'x'.repeat(119)}…`],
  ['😀'.repeat(121), `${'😀'.repeat(119)}…`],
])('%j becomes %j', (text, expected) => expect(printable(text)).toBe(expected));

test('whatever the text is: one line, at most 120 characters, and nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      const line = printable(text);
      expect([...line].length).toBeLessThanOrEqual(120);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^ | $| {2}/u);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
