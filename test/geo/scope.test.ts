import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientTable, clientTable } from '../../src/geo/client-table.ts';
import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations, type LocationTable } from '../../src/geo/location-table.ts';
import { lookUp } from '../../src/geo/prefix-table.ts';
import { scopeOf } from '../../src/geo/scope.ts';
import { cutAlong } from '../../src/geo/spots.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import { below, seededRandom } from '../../src/lib/random.ts';
import { addressesNear, anyEntries, type Bits, countriesOf, type Entries, tableOf } from './any-database.ts';
import { numberOf } from './truth.ts';

const FAMILIES: readonly Bits[] = [32, 128];

/** A table whose clients fall into classes by location. */
interface Classed {
  readonly table: ClientTable;
  /** By location. */
  readonly classOf: readonly number[];
  /** By class, its kinds as a bitmap of `width` words. */
  readonly members: Uint32Array;
  readonly width: number;
}

/** Each location gets a kind of its own, but that all of `merge` are one; classes are sets of kinds. */
function classed({ prefixes, locations }: LocationTable, classOf: readonly number[]): Classed {
  const width = Math.ceil(locations.length / 32);
  const members = new Uint32Array(width * (Math.max(...classOf) + 1));
  // Kinds in another order than locations.
  const kindOf = Uint32Array.from(locations, (_, location) => locations.length - 1 - location);
  for (const [location, clientClass] of classOf.entries()) {
    const kind = kindOf[location]!;
    members[clientClass * width + (kind >> 5)]! |= 1 << (kind & 31);
  }
  return { table: clientTable(prefixes, kindOf), classOf, members, width };
}

function scopeFor({ table, members, width }: Classed, address: Uint8Array, clientClass: number): number {
  return scopeOf(table, address.length === 4 ? 4 : 6, address, members, clientClass * width);
}

function expectScopes(
  entries: Entries,
  table: LocationTable,
  classing: Classed,
  draw: (addresses: fc.Arbitrary<Uint8Array>) => Uint8Array,
) {
  const locationOf = new Map(table.locations.map(({ country }, location) => [country, location]));
  const classIn = (country: string | undefined) => classing.classOf[locationOf.get(country)!]!;
  for (const bits of FAMILIES) {
    const truth = countriesOf(entries, bits);
    const address = draw(addressesNear(truth, bits));
    const number = numberOf(address);
    const scope = scopeFor(classing, address, classIn(truth.at(number)));
    expect([formatIp(address), scope]).toEqual([formatIp(address), truth.widest(number, (a, b) => classIn(a) === classIn(b))]);
  }
}

describe('the scope of a client', () => {
  test('is the length of the widest prefix around it that is all of its class', () => {
    fc.assert(
      fc.property(anyEntries, fc.gen(), (entries, gen) => {
        const table = tableOf(entries);
        const classOf = gen(() => fc.array(fc.nat(3), { minLength: table.locations.length, maxLength: table.locations.length }));
        const classing = classed(table, classOf);
        for (let i = 0; i < 12; i++) expectScopes(entries, table, classing, addresses => gen(() => addresses));
      }),
      { numRuns: 200 },
    );
  });

  test('is 0 where all are of one class', () => {
    const table = tableOf([
      ['20.0.0.0/8', 'DE'],
      ['2400::/12', 'FR'],
    ]);
    const classing = classed(table, [0, 0, 0]);
    for (const text of [Uint8Array.of(20, 0, 0, 1), new Uint8Array(16).fill(0x24)]) expect(scopeFor(classing, text, 0)).toBe(0);
  });

  test('may be a single address, in either family', () => {
    const entries: Entries = [
      ['20.0.0.7/32', 'DE'],
      ['2400::7/128', 'FR'],
    ];
    const classing = classed(tableOf(entries), [0, 1, 2]);
    expect(scopeFor(classing, Uint8Array.of(20, 0, 0, 7), 1)).toBe(32);
    expect(scopeFor(classing, Uint8Array.of(20, 0, 0, 6), 0)).toBe(32);
    expect(scopeFor(classing, Uint8Array.of(20, 0, 0, 5), 0)).toBe(31);
    expect(scopeFor(classing, Uint8Array.of(0x24, 0, ...new Array(13).fill(0), 7), 2)).toBe(128);
  });

  test('is the same in tables of many nodes, whose first step is larger', () => {
    const random = seededRandom(5);
    const octet = () => below(random, 256);
    const entries = Array.from({ length: 2500 }, (_, i) => {
      const country = ['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GB'][below(random, 7)]!;
      const wide = `${20 + below(random, 4)}.${octet()}.${octet()}.0/24`;
      return [i % 4 === 0 ? `2400:${octet().toString(16)}:${octet().toString(16)}00::/40` : wide, country] as const;
    });
    const table = tableOf(entries);
    const classOf = table.locations.map((_, location) => location % 3);
    const classing = classed(table, classOf);
    expect(classing.table.prefixes.v4.stride).toBe(16);
    const locationOf = new Map(table.locations.map(({ country }, location) => [country, location]));
    const classIn = (country: string | undefined) => classOf[locationOf.get(country)!]!;
    for (const bits of FAMILIES) {
      const truth = countriesOf(entries, bits);
      fc.assert(
        fc.property(addressesNear(truth, bits), address => {
          const number = numberOf(address);
          const scope = scopeFor(classing, address, classIn(truth.at(number)));
          expect(scope).toBe(truth.widest(number, (a, b) => classIn(a) === classIn(b)));
        }),
        { numRuns: 1000 },
      );
    }
  });
});

describe('over the bundled country database', () => {
  const table = compileLocations(openDatabase(bundledDatabaseFile()));
  const { prefixes, locations } = table;

  /** Whether all addresses behind the first `length` bits have a location for which `isOf` holds: by going through all of them. */
  function isAll(address: Uint8Array, length: number, isOf: (location: number) => boolean): boolean {
    let entry = (address.length === 4 ? prefixes.v4 : prefixes.v6).root;
    for (let depth = 0; depth < length && entry >= 0; depth++) {
      entry = prefixes.nodes[2 * entry + ((address[depth >> 3]! >> (7 - (depth & 7))) & 1)]!;
    }
    const seen = new Set<number>();
    const stack = [entry];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at < 0 && !isOf(~at)) return false;
      if (at < 0 || seen.has(at)) continue;
      seen.add(at);
      stack.push(prefixes.nodes[2 * at]!, prefixes.nodes[2 * at + 1]!);
    }
    return true;
  }

  function locationAt(address: Uint8Array): number {
    const match = { id: -1, prefixLength: -1 };
    lookUp(prefixes, address.length === 4 ? 4 : 6, address, match);
    return match.id;
  }

  const HEADS = [0x2001, 0x2002, 0x2400, 0x2600, 0x2804, 0x2a00, 0x2c0f];
  const random = seededRandom(7871);
  const addresses = Array.from({ length: 3000 }, (_, i) => {
    const octets = Uint8Array.from({ length: i % 2 === 0 ? 4 : 16 }, () => below(random, 256));
    if (octets.length === 16) octets.set([HEADS[i % 7]! >> 8, HEADS[i % 7]! & 255]);
    return octets;
  });

  test.each<[string, (location: LocationTable['locations'][number]) => string]>([
    ['by continent', ({ continent }) => `${continent}`],
    ['China and all others', ({ country }) => `${country === 'CN'}`],
    [
      'a few countries, continents elsewhere',
      ({ country, continent }) => (['CN', 'JP', 'DE', 'FR'].includes(country!) ? country! : `${continent}`),
    ],
    ['by country', ({ country }) => `${country}`],
    ['north and south', ({ coordinates }) => `${coordinates && coordinates[0] > 0}`],
  ])('%s: the scope holds, and the next shorter one does not', (_, keyOf) => {
    const keys = locations.map(keyOf);
    const names = [...new Set(keys)];
    const classOf = keys.map(key => names.indexOf(key));
    const classing = classed(table, classOf);
    for (const address of addresses) {
      const clientClass = classOf[locationAt(address)]!;
      const scope = scopeFor(classing, address, clientClass);
      const isOf = (location: number) => classOf[location] === clientClass;
      const holds = [isAll(address, scope, isOf), scope > 0 && isAll(address, scope - 1, isOf)];
      expect([formatIp(address), scope, ...holds]).toEqual([formatIp(address), scope, true, false]);
    }
  });

  test('cut along blocks, every address keeps its location', () => {
    const blocks = [Uint8Array.of(114, 0, 0, 0), Uint8Array.of(8, 8, 8, 0)].map((address, i) => ({ address, length: 8 + 16 * i }));
    const cut = cutAlong(prefixes, blocks);
    for (const address of addresses) {
      const match = { id: -1, prefixLength: -1 };
      lookUp(cut.prefixes, address.length === 4 ? 4 : 6, address, match);
      expect(cut.spots[match.id]!.location).toBe(locationAt(address));
    }
  });
});
