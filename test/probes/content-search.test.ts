import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchOctets, searchPattern } from '../../probes/content-search.ts';

const octets = (text: string) => Buffer.from(text);

/** What comes of a search over `content` in pieces of `size` octets. */
function outcomeOf(search: ReturnType<typeof searchOctets>, content: Uint8Array, size: number) {
  for (let at = 0; at < content.length; at += size) {
    const outcome = search.add(content.subarray(at, at + size));
    if (outcome !== undefined) return outcome;
  }
  return search.end();
}

test('text is found as soon as it is there, wherever the pieces are cut', () => {
  const content = fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), maxLength: 40 });
  const needle = fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(content, needle, fc.integer({ min: 1, max: 7 }), (whole, wanted, size) => {
      const found = outcomeOf(searchOctets(octets(wanted)), octets(whole), size);
      expect(found).toBe(whole.includes(wanted) ? 'found' : 'missing');
      expect(outcomeOf(searchPattern(RegExp(wanted)), octets(whole), size)).toBe(found);
    }),
  );
});

test.each([
  ['the last octets of the first 64 KB', 65_536 - 4, 'found'],
  ['one octet further', 65_536 - 3, 'missing'],
])('text in %s', (_where, at, outcome) => {
  const content = Buffer.alloc(200_000, 'x');
  content.write('PONG', at);
  for (const size of [1, 1000, 200_000]) {
    expect(outcomeOf(searchOctets(octets('PONG')), content, size)).toBe(outcome);
    expect(outcomeOf(searchPattern(/PONG/), content, size)).toBe(outcome);
  }
});

test('the end of the content decides about a pattern for its end', () => {
  const search = searchPattern(/ready$/);
  expect(search.add(octets('ready'))).toBeUndefined();
  expect(search.add(octets(' or not'))).toBeUndefined();
  expect(search.end()).toBe('missing');
});

test('a pattern that would take years is given up', () => {
  expect(outcomeOf(searchPattern(/(a|a)*b/), Buffer.alloc(65_536, 'a'), 65_536)).toBe('too slow');
  expect(outcomeOf(searchPattern(/a.*a.*b/), Buffer.alloc(65_536, 'a'), 65_536)).toBe('too slow');
  expect(outcomeOf(searchPattern(/a/), octets('a'), 1)).toBe('found');
});
