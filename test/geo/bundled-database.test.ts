import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Reader } from 'mmdb-lib';
import { describe, expect, test } from 'vitest';
import { bundledDatabaseFile, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { locationOf } from '../../src/geo/record.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import { heldIpv4 } from '../../src/lib/subnet-index.ts';
import { locate, matchOf } from './locate.ts';

const database = openDatabase(bundledDatabaseFile());
const table = compileLocations(database);
const reader = new Reader(readFileSync(bundledDatabaseFile()));

const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
/** Under the prefixes that registries hand out from, where most of the tree is. */
const ipv6 = fc
  .tuple(fc.constantFrom(0x2001, 0x2400, 0x2600, 0x2620, 0x2804, 0x2a00, 0x2a02, 0x2c0f), fc.uint8Array({ minLength: 14, maxLength: 14 }))
  .map(([head, tail]) => Uint8Array.of(head >> 8, head & 255, ...tail));
const anyIpv6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const address = fc.oneof(ipv4, ipv6, anyIpv6);

describe('the bundled country database', () => {
  test('tells its type, age and size', () => {
    expect(table.source).toMatchObject({ file: bundledDatabaseFile(), type: 'country ipvAll' });
    expect(new Date(table.source.builtAtMs).getUTCFullYear()).toBeGreaterThanOrEqual(2026);
    expect(table.source.entries).toBeGreaterThan(500_000);
  });

  test.each([
    ['8.8.8.8', 'US', 'NA'],
    ['114.114.114.114', 'CN', 'AS'],
    ['202.12.27.33', 'JP', 'AS'],
    ['168.126.63.1', 'KR', 'AS'],
    ['200.160.0.8', 'BR', 'SA'],
    ['193.0.6.139', 'NL', 'EU'],
    ['41.231.21.1', 'TN', 'AF'],
    ['139.130.4.5', 'AU', 'OC'],
    ['2001:4860:4860::8888', 'US', 'NA'],
    ['2400:3200::1', 'CN', 'AS'],
    ['2001:67c:2e8:22::c100:68b', 'NL', 'EU'],
    ['2003::1', 'DE', 'EU'],
    ['2804:10::1', 'BR', 'SA'],
    ['::ffff:8.8.8.8', 'US', 'NA'],
    ['2002:0808:0808::1', 'US', 'NA'],
  ])('%s is in %s', (text, country, continent) => {
    expect(locate(table, text).location).toMatchObject({ country, continent });
  });

  test('every location has a country, a continent and coordinates', () => {
    const lacking = table.locations.slice(1).filter(({ country, continent, coordinates }) => !country || !continent || !coordinates);
    expect(table.locations.length).toBeGreaterThan(200);
    expect(lacking).toEqual([]);
  });

  test('gives what the file says of any address, but for special prefixes', () => {
    fc.assert(
      fc.property(address, octets => {
        const found = table.locations[matchOf(table, octets).id]!;
        const placed = heldIpv4(octets)?.address ?? octets;
        expect(found).toEqual(isSpecial(placed) ? {} : locationOf(reader.get(formatIp(placed))));
      }),
      { numRuns: 5000 },
    );
  });

  test('every address inside the prefix of a match has the same match', () => {
    fc.assert(
      fc.property(address, fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets, other) => {
        const match = matchOf(table, octets);
        expect(matchOf(table, withTail(octets, match.prefixLength, other))).toEqual(match);
      }),
      { numRuns: 5000 },
    );
  });

  test('fits the budget of the shared table', () => {
    const { v4, v6, nodes } = table.prefixes;
    const arrays = [nodes, v4.first, v4.firstLength, v6.first, v6.firstLength];
    expect(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(64 * 2 ** 20);
  });
});

/** `octets` with all bits behind the first `length` taken from `other`. */
function withTail(octets: Uint8Array, length: number, other: Uint8Array): Uint8Array {
  return octets.map((octet, i) => {
    const kept = Math.min(8, Math.max(0, length - 8 * i));
    const mask = 0xff >> kept;
    return (octet & ~mask) | (other[i]! & mask);
  });
}

/** Written another way than the program does: as a person reads the IANA registries. */
function isSpecial(octets: Uint8Array): boolean {
  const text = octets.length === 4 ? formatIp(octets) : [...octets].map(octet => octet.toString(16).padStart(2, '0')).join('');
  const special =
    octets.length === 4
      ? /^(0|10|127|22[4-9]|2[345]\d|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|192\.0\.[02]|198\.1[89]|198\.51\.100|203\.0\.113|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
      : /^(0{24}|0064ff9b0001|01000{13}|200100020000|20010db8|3fff0|5f00|f[cd]|fe[89ab]|ff)/;
  return special.test(text);
}
