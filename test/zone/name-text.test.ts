import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameError, parseName } from '../../src/lib/dns-name.ts';
import { originOf, readName } from '../../src/zone/name-text.ts';

/** The result of a call, or the message of its NameError. */
function outcome(call: () => string): string {
  try {
    return call();
  } catch (error) {
    if (error instanceof NameError) return error.message;
    throw error;
  }
}

const piece = fc.oneof(
  fc.constantFrom('.', '..', '@', '\\.', '\\065', 'A', 'a'.repeat(63), 'a'.repeat(64), 'x-1_', '*', 'é'),
  fc.string({ maxLength: 3 }),
);
const text = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''));

test('the quick way gives what the whole one gives, for every text', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('.', 'example.com.', 'a\\.b.', `${'b'.repeat(60)}.${'c'.repeat(60)}.`), (name, origin) => {
      const quick = outcome(() => readName(`x${name} y`, 1, 1 + name.length, originOf(origin)));
      expect(quick).toBe(outcome(() => parseName(name, origin)));
    }),
    { numRuns: 3000 },
  );
});
