import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import { contains, type IpPrefix, maskAddress, parsePrefix } from '../../src/lib/ip-prefix.ts';
import { heldIpv4, subnetIndex } from '../../src/lib/subnet-index.ts';

const BLOCKS = ['0.0.0.0/0', '203.0.112.0/23', '203.0.113.0/24', '203.0.113.9/32', '::/0', '2001:db8::/32', '2001:db8::1/128', '2002::/16'];

/** The blocks that hold an address, as text. */
function find(blocks: readonly string[], address: string): string[] {
  return subnetIndex(blocks.map(text => parsePrefix(text)!))
    .find(parseIp(address)!)
    .map(block => blocks[block]!);
}

describe('the blocks that an address is in, the smallest first', () => {
  test.each([
    ['203.0.113.9', ['203.0.113.9/32', '203.0.113.0/24', '203.0.112.0/23', '0.0.0.0/0']],
    ['203.0.112.9', ['203.0.112.0/23', '0.0.0.0/0']],
    ['8.8.8.8', ['0.0.0.0/0']],
    ['2001:db8::1', ['2001:db8::1/128', '2001:db8::/32', '::/0']],
    ['2001:db9::1', ['::/0']],
    ['::ffff:203.0.113.1', ['203.0.113.0/24', '203.0.112.0/23', '0.0.0.0/0', '::/0']],
    ['2002:cb00:7101::', ['203.0.113.0/24', '203.0.112.0/23', '0.0.0.0/0', '2002::/16', '::/0']],
    ['::203.0.113.1', ['::/0']],
  ])('%s', (address, expected) => expect(find(BLOCKS, address)).toEqual(expected));

  test('where blocks of both families hold it: by the bits of the IPv6 address', () => {
    const blocks = ['203.0.0.0/16', '2002:cb00:7000::/36', '203.0.113.0/24'];
    expect(find(blocks, '2002:cb00:7101::')).toEqual(['203.0.113.0/24', '2002:cb00:7000::/36', '203.0.0.0/16']);
    expect(find(blocks, '2002:cb00:7001::')).toEqual(['2002:cb00:7000::/36', '203.0.0.0/16']);
  });

  test('none at all', () => expect(find([], '203.0.113.9')).toEqual([]));
});

const anyOctets = fc
  .constantFrom(4, 16)
  .chain(count => fc.array(fc.constantFrom(0, 1, 127, 128, 255), { minLength: count, maxLength: count }));
const anyBlock: fc.Arbitrary<IpPrefix> = fc
  .tuple(anyOctets, fc.nat(128))
  .map(([octets, bits]) => ({ octets: Uint8Array.from(octets), length: bits % (8 * octets.length + 1) }))
  .map(({ octets, length }) => ({ address: maskAddress(octets, length), length }));
const anyBlocks = fc.uniqueArray(anyBlock, { maxLength: 20, selector: ({ address, length }) => `${address}/${length}` });

test('finds what asking block by block finds', () => {
  fc.assert(
    fc.property(anyBlocks, fc.array(anyOctets, { minLength: 1, maxLength: 20 }), fc.nat(), (blocks, others, pick) => {
      const index = subnetIndex(blocks);
      const inside = blocks.length > 0 ? [blocks[pick % blocks.length]!.address] : [];
      for (const address of [...others.map(octets => Uint8Array.from(octets)), ...inside]) {
        const held = address.length === 16 ? heldIpv4(address) : undefined;
        const lengths = new Map<number, number>();
        for (const [i, block] of blocks.entries()) {
          if (contains(block, address.length === 4 ? 4 : 6, address)) lengths.set(i, block.length);
          if (held && contains(block, 4, held.address)) lengths.set(i, held.offset + block.length);
        }
        const found = index.find(address);
        expect(found.toSorted()).toEqual([...lengths.keys()].toSorted());
        const order = found.map(block => lengths.get(block)!);
        expect(order).toEqual(order.toSorted((a, b) => b - a));
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['::ffff:203.0.113.9', [203, 0, 113, 9], 96],
  ['2002:cb00:7109:1:2:3:4:5', [203, 0, 113, 9], 16],
  ['2001:db8::1', undefined, undefined],
  ['::203.0.113.9', undefined, undefined],
  ['64:ff9b::203.0.113.9', undefined, undefined],
])('%s holds the IPv4 address %j from bit %s on', (text, address, offset) => {
  const held = heldIpv4(parseIp(text)!);
  expect(held && [...held.address]).toEqual(address);
  expect(held?.offset).toBe(offset);
});
