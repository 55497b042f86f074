import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientTable, clientTable } from '../../src/geo/client-table.ts';
import type { KindSets } from '../../src/geo/kind-sets.ts';
import { lookUp } from '../../src/geo/prefix-table.ts';
import { below, seededRandom } from '../../src/lib/random.ts';
import { addressesNear, anyEntries, type Bits, countriesOf, type Entries, tableOf } from './any-database.ts';
import { numberOf } from './truth.ts';

const FAMILIES: readonly Bits[] = [32, 128];

/** Kinds of the locations of a table: as many as there are, or fewer; some numbers far apart, so that sets have several words. */
const anyKinds = (locations: number) =>
  fc.array(fc.constantFrom(0, 1, 2, 31, 32, 63, 64, 200), { minLength: locations, maxLength: locations });

function matchOf(table: ClientTable, octets: Uint8Array) {
  const match = { id: -1, prefixLength: -1 };
  lookUp(table.prefixes, octets.length === 4 ? 4 : 6, octets, match);
  return match;
}

/** The kinds in the set of a node. */
function kindsAt({ at, words }: KindSets, node: number): number[] {
  const set = at[node]!;
  const rows = Array.from({ length: words[set]! }, (_, row) => [words[set + 1 + 2 * row]!, words[set + 2 + 2 * row]!] as const);
  return rows.flatMap(([word, bits]) =>
    Array.from({ length: 32 }, (_, bit) => bit)
      .filter(bit => (bits >>> bit) & 1)
      .map(bit => 32 * word + bit),
  );
}

/** The kinds below each node, by looking at all leaves. */
function kindsBelow(nodes: Int32Array): Set<number>[] {
  const found: Set<number>[] = [];
  for (let node = 0; node < nodes.length / 2; node++) {
    const sides = [nodes[2 * node]!, nodes[2 * node + 1]!].map(entry => (entry < 0 ? new Set([~entry]) : found[entry]!));
    found.push(new Set([...sides[0]!, ...sides[1]!]));
  }
  return found;
}

const ascending = (kinds: Iterable<number>) => [...kinds].sort((a, b) => a - b);

describe('a client table', () => {
  test('gives the kind of each address, with the widest prefix of that kind', () => {
    fc.assert(
      fc.property(anyEntries, fc.gen(), (entries, gen) => {
        const locations = tableOf(entries);
        const kindOf = gen(() => anyKinds(locations.locations.length));
        const table = clientTable(locations.prefixes, Uint32Array.from(kindOf));
        const kindIn = (country: string | undefined) => kindOf[locations.locations.findIndex(known => known.country === country)];
        for (const bits of FAMILIES) {
          const truth = countriesOf(entries, bits);
          for (let i = 0; i < 10; i++) {
            const address = gen(() => addressesNear(truth, bits));
            const { id, prefixLength } = matchOf(table, address);
            expect(id).toBe(kindIn(truth.at(numberOf(address))));
            expect(prefixLength).toBe(truth.widest(numberOf(address), (a, b) => kindIn(a) === kindIn(b)));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('has children before their parents, none that are alike, and the set of kinds below each node, ascending', () => {
    fc.assert(
      fc.property(anyEntries, fc.gen(), (entries, gen) => {
        const locations = tableOf(entries);
        const { prefixes, sets } = clientTable(locations.prefixes, Uint32Array.from(gen(() => anyKinds(locations.locations.length))));
        const below = kindsBelow(prefixes.nodes);
        expect(sets.at).toHaveLength(below.length);
        for (const [node, kinds] of below.entries()) {
          const [zero, one] = [prefixes.nodes[2 * node]!, prefixes.nodes[2 * node + 1]!];
          expect(Math.max(zero, one)).toBeLessThan(node);
          expect(zero < 0 && zero === one).toBe(false);
          expect(kindsAt(sets, node)).toEqual(ascending(kinds));
        }
        expect(new Set(sets.at).size).toBe(new Set(below.map(kinds => `${ascending(kinds)}`)).size);
      }),
      { numRuns: 100 },
    );
  });

  test('of one kind alone has no nodes', () => {
    const { prefixes } = tableOf([['20.0.0.0/8', 'DE']]);
    const table = clientTable(prefixes, new Uint32Array(2));
    expect([table.prefixes.nodes.length, table.sets.at.length]).toEqual([0, 0]);
    expect(matchOf(table, Uint8Array.of(20, 1, 1, 1))).toEqual({ id: 0, prefixLength: 0 });
  });

  test('lies in memory that worker threads share', () => {
    const { prefixes } = tableOf([
      ['20.0.0.0/8', 'DE'],
      ['2400::/12', 'FR'],
    ]);
    const table = clientTable(prefixes, Uint32Array.of(0, 1, 2));
    const { v4, v6 } = table.prefixes;
    const families = [v4, v6].flatMap(({ first, firstLength, upper }) => [first, firstLength, upper]);
    for (const array of [table.prefixes.nodes, ...families, table.sets.at, table.sets.words]) {
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(structuredClone(table)).toEqual(table);
  });
});

/** So many networks that a table of them takes the large first step. */
function manyNetworks(count: number): Entries {
  const random = seededRandom(11);
  const countries = ['AT', 'BE', 'CH', 'DE', 'ES'];
  return Array.from({ length: count }, (_, i) => {
    const octets = [20 + below(random, 4), below(random, 256), below(random, 256)];
    const ipv6 = `24${octets[0]}:${octets[1]!.toString(16)}:${octets[2]!.toString(16)}::/48`;
    return [i % 3 === 0 ? ipv6 : `${octets.join('.')}.0/24`, countries[below(random, 5)]!] as const;
  });
}

test('tables of more and of fewer nodes, which take larger and smaller first steps, say the same', () => {
  const entries = manyNetworks(3000);
  const locations = tableOf(entries);
  const kindOf = Uint32Array.from(locations.locations, (_, location) => location % 3);
  const large = clientTable(locations.prefixes, kindOf);
  expect([locations.prefixes.v4.stride, large.prefixes.v4.stride, large.prefixes.v6.stride]).toEqual([16, 16, 16]);
  const countryIds = new Map(locations.locations.map(({ country }, location) => [country, location]));
  for (const bits of FAMILIES) {
    const truth = countriesOf(entries, bits);
    const kindIn = (country: string | undefined) => kindOf[countryIds.get(country)!];
    fc.assert(
      fc.property(addressesNear(truth, bits), address => {
        const { id, prefixLength } = matchOf(large, address);
        expect(id).toBe(kindIn(truth.at(numberOf(address))));
        expect(prefixLength).toBe(truth.widest(numberOf(address), (a, b) => kindIn(a) === kindIn(b)));
      }),
      { numRuns: 1000 },
    );
  }
});
