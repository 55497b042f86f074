import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothFamilies, MOST_ADDRESSES, ofFamily, sortedAddresses } from '../../src/resolve/addresses.ts';

const texts = (addresses: readonly { readonly text: string }[]) => addresses.map(({ text }) => text);
const numbered = (count: number, prefix: string) => sortedAddresses(Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`));

test('addresses ascend by their octets, IPv4 first, in canonical text and each once', () => {
  const written = ['2001:DB8::10', '192.0.2.10', '2001:db8::9', '192.0.2.9', '2001:db8:0::9', 'no address'];
  expect(texts(sortedAddresses(written))).toEqual(['192.0.2.9', '192.0.2.10', '2001:db8::9', '2001:db8::10']);
});

test('property: any order of the same addresses gives the same list', () => {
  const anyOrder = fc
    .array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 20 })
    .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(anyOrder, ([list, shuffled]) => {
      expect(sortedAddresses(shuffled)).toEqual(sortedAddresses(list));
    }),
  );
});

test('either family has half of the room if it needs it, and the room that the other leaves', () => {
  const counts = (ipv4: number, ipv6: number) => {
    const both = bothFamilies(numbered(ipv4, '192.0.2.'), numbered(ipv6, '2001:db8::'));
    return [ofFamily(both, 'ipv4').length, ofFamily(both, 'ipv6').length];
  };
  expect(counts(100, 100)).toEqual([32, 32]);
  expect(counts(100, 4)).toEqual([60, 4]);
  expect(counts(4, 100)).toEqual([4, 60]);
  expect(counts(100, 0)).toEqual([MOST_ADDRESSES, 0]);
  expect(counts(2, 3)).toEqual([2, 3]);
});
