import { expect, test } from 'vitest';
import { sipHash24, sipKey } from '../../src/responder/siphash.ts';

const KEY = sipKey(Uint8Array.from({ length: 16 }, (_, i) => i));

/** The hash of the octets 0, 1, 2 … */
function hashOf(length: number): string {
  const out = new Uint8Array(8);
  sipHash24(
    KEY,
    Uint8Array.from({ length: 64 }, (_, i) => i),
    length,
    out,
    0,
  );
  return Buffer.from(out).toString('hex');
}

// "SipHash: a fast short-input PRF", appendix A, and the vectors of its reference implementation, with the low octet first.
test.each([
  [0, '310e0edd47db6f72'],
  [1, 'fd67dc93c539f874'],
  [7, '37d1018bf50002ab'],
  [8, '6224939a79f5f593'],
  [15, 'e545be4961ca29a1'],
  [63, '724506eb4c328a95'],
])('SipHash-2-4 of %i octets', (length, hash) => expect(hashOf(length)).toBe(hash));

test('a key has 16 octets', () => expect(() => sipKey(new Uint8Array(15))).toThrow('a key of 15 octets, expected 16'));
