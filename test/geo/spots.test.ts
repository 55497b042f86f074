import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrefixTable } from '../../src/geo/prefix-table.ts';
import { lookUp } from '../../src/geo/prefix-table.ts';
import { cutAlong, type SpotTable } from '../../src/geo/spots.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import { parsePrefix } from '../../src/lib/ip-prefix.ts';
import { subnetIndex } from '../../src/lib/subnet-index.ts';
import { addressesNear, anyEntries, anyIpv4Prefix, anyIpv6Prefix, type Bits, bordersOf, countriesOf, tableOf } from './any-database.ts';

const FAMILIES: readonly Bits[] = [32, 128];

const anyBlocks = fc.uniqueArray(fc.oneof(anyIpv4Prefix, anyIpv6Prefix, fc.constantFrom('::/0', '2002::/16', '0.0.0.0/0')), {
  maxLength: 8,
});

function matchOf(prefixes: PrefixTable, octets: Uint8Array) {
  const match = { id: -1, prefixLength: -1 };
  lookUp(prefixes, octets.length === 4 ? 4 : 6, octets, match);
  return match;
}

function spotOf({ prefixes, spots }: SpotTable, octets: Uint8Array) {
  return spots[matchOf(prefixes, octets).id]!;
}

describe('a table cut along address blocks', () => {
  test('has of every address the location that it had, and tells it from others as the blocks do', () => {
    fc.assert(
      fc.property(anyEntries, anyBlocks, fc.gen(), (entries, blocks, gen) => {
        const { prefixes } = tableOf(entries);
        const parsed = blocks.map(text => parsePrefix(text)!);
        const cut = cutAlong(prefixes, parsed);
        const index = subnetIndex(parsed);
        for (const bits of FAMILIES) {
          const truth = countriesOf(entries, bits, bordersOf(blocks, bits));
          for (let i = 0; i < 12; i++) {
            const address = gen(() => addressesNear(truth, bits));
            const spot = spotOf(cut, address);
            expect(spot.location).toBe(matchOf(prefixes, address).id);
            expect([formatIp(address), index.find(spot.address)]).toEqual([formatIp(address), index.find(address)]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('has spots each with an address of its own location', () => {
    fc.assert(
      fc.property(anyEntries, anyBlocks, (entries, blocks) => {
        const { prefixes } = tableOf(entries);
        const cut = cutAlong(
          prefixes,
          blocks.map(text => parsePrefix(text)!),
        );
        for (const [id, { address, location }] of cut.spots.entries()) {
          expect(matchOf(cut.prefixes, address).id).toBe(id);
          expect(matchOf(prefixes, address).id).toBe(location);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is as wide as it may be: the prefix of a spot ends where a location or a block does', () => {
    fc.assert(
      fc.property(anyEntries, anyBlocks, fc.gen(), (entries, blocks, gen) => {
        const cut = cutAlong(
          tableOf(entries).prefixes,
          blocks.map(text => parsePrefix(text)!),
        );
        for (const bits of FAMILIES) {
          const truth = countriesOf(entries, bits, bordersOf(blocks, bits));
          const count = bits === 32 ? 4 : 16;
          for (let i = 0; i < 12; i++) {
            const address = gen(() => addressesNear(truth, bits));
            const { prefixLength } = matchOf(cut.prefixes, address);
            expect(count * 8).toBeGreaterThanOrEqual(prefixLength);
            if (prefixLength === 0) continue;
            const sibling = Uint8Array.from(address);
            sibling[(prefixLength - 1) >> 3]! ^= 0x80 >> ((prefixLength - 1) & 7);
            const wholeSibling = matchOf(cut.prefixes, sibling);
            const isOneSpot = wholeSibling.prefixLength === prefixLength && wholeSibling.id === matchOf(cut.prefixes, address).id;
            expect([formatIp(address), isOneSpot]).toEqual([formatIp(address), false]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is the table itself where there are no blocks', () => {
    const { prefixes } = tableOf([
      ['20.0.0.0/8', 'DE'],
      ['2400::/12', 'FR'],
    ]);
    const cut = cutAlong(prefixes, []);
    expect(cut.spots.map(({ location }) => location).sort()).toEqual([0, 1, 2]);
    expect(cut.prefixes.v4.first.map(entry => (entry < 0 ? entry : 0))).toEqual(prefixes.v4.first.map(entry => (entry < 0 ? entry : 0)));
  });

  test('has no more spots than needed: an address in no block is in none, whichever family it is of', () => {
    const { prefixes } = tableOf([['20.0.0.0/8', 'DE']]);
    const cut = cutAlong(prefixes, [parsePrefix('20.1.0.0/16')!, parsePrefix('2400::/16')!]);
    expect(cut.spots.map(({ location, address }) => `${location} ${formatIp(address)}`)).toEqual([
      '0 0.0.0.0',
      '1 20.0.0.0',
      '1 20.1.0.0',
      '0 2400::',
    ]);
  });

  test('of many blocks has children before their parents', () => {
    const blocks = Array.from({ length: 2000 }, (_, i) => parsePrefix(`20.${i >> 8}.${i & 255}.0/24`)!);
    const { prefixes } = tableOf([['20.0.0.0/9', 'DE']]);
    const cut = cutAlong(prefixes, blocks);
    expect(cut.spots).toHaveLength(2002);
    expect(subnetIndex(blocks).find(spotOf(cut, Uint8Array.of(20, 5, 17, 99)).address)).toEqual([5 * 256 + 17]);
    const { nodes } = cut.prefixes;
    for (let node = 0; node < nodes.length / 2; node++) expect(Math.max(nodes[2 * node]!, nodes[2 * node + 1]!)).toBeLessThan(node);
  });
});
