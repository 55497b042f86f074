import { describe, expect, test } from 'vitest';
import type { GeoDatabase } from '../../src/geo/database.ts';
import { compileLocations, type LocationTable } from '../../src/geo/location-table.ts';
import { compiled, database, locate } from './locate.ts';

const DE = { country_code: 'DE' };
const FR = { country_code: 'FR' };

const HANGZHOU = {
  continent: { code: 'AS' },
  country: { iso_code: 'CN' },
  subdivisions: [{ iso_code: 'ZJ' }],
  location: { latitude: 30.27, longitude: 120.15 },
};
const SYDNEY = {
  continent: { code: 'OC' },
  country: { iso_code: 'AU' },
  subdivisions: [{ iso_code: 'NSW' }],
  location: { latitude: -33.87, longitude: 151.21 },
};

describe('what is compiled from a database', () => {
  test.each([24, 28, 32] as const)('a city database of MaxMind with records of %i bits', recordSize => {
    const table = compiled({ ipVersion: 6, recordSize, type: 'City', entries: { '5.0.0.0/16': HANGZHOU, '2a00:1::/32': SYDNEY } });
    const hangzhou = { country: 'CN', continent: 'AS', subdivision: 'CN-ZJ', coordinates: [30.27, 120.15] };
    expect(locate(table, '5.0.1.2')).toEqual({ location: hangzhou, prefixLength: 16 });
    expect(locate(table, '2a00:1::9').location).toMatchObject({ subdivision: 'AU-NSW', coordinates: [-33.87, 151.21] });
  });

  test('an ASN database', () => {
    const table = compiled({ ipVersion: 4, type: 'ASN', entries: { '5.1.0.0/16': { autonomous_system_number: 64_500 } } });
    expect(locate(table, '5.1.2.3')).toEqual({ location: { asn: 64_500 }, prefixLength: 16 });
  });

  test('the source of a table', () => {
    const content = { ipVersion: 4, type: 'Country', buildEpoch: 1_600_000_000, entries: { '5.0.0.0/8': DE, '6.0.0.0/9': FR } } as const;
    const opened = database(content);
    expect(compileLocations(opened).source).toEqual({ file: opened.file, type: 'Country', builtAtMs: 1_600_000_000_000, entries: 2 });
  });

  test('records of the same content are one location, and those without content are nowhere', () => {
    const entries = { '5.0.0.0/8': DE, '9.0.0.0/8': { ...DE, note: 'elsewhere' }, '11.0.0.0/8': { country_code: '' } };
    const table = compiled({ ipVersion: 4, entries });
    expect(table.locations).toHaveLength(2);
    expect(locate(table, '11.1.1.1').location).toEqual({});
  });
});

describe('the prefix of a match', () => {
  const entries = { '5.0.0.0/9': DE, '5.128.0.0/9': DE, '7.7.7.7/32': FR, '7.7.7.6/32': DE, '64.0.0.0/2': FR };

  test.each([
    ['5.200.0.1', 'DE', 8],
    ['7.7.7.7', 'FR', 32],
    ['7.7.7.6', 'DE', 32],
    ['7.7.7.5', undefined, 31],
    ['70.1.1.1', 'FR', 3],
    ['100.1.1.1', 'FR', 10],
    ['200.0.0.1', undefined, 1],
  ])('is the widest around %s that is all one location', (address, country, prefixLength) => {
    const found = locate(compiled({ ipVersion: 4, entries }), address);
    expect([found.location.country, found.prefixLength]).toEqual([country, prefixLength]);
  });

  test('counts from the first bit in IPv6', () => {
    const table = compiled({ ipVersion: 6, entries: { '2a00::/12': DE, '2a00:5:6::/48': FR, '2b00:1::8/128': FR } });
    expect(locate(table, '2a00:5:6:7::').prefixLength).toBe(48);
    expect(locate(table, '2a00:5:7::').prefixLength).toBe(48);
    expect(locate(table, '2b00:1::8').prefixLength).toBe(128);
    expect(locate(table, '8000::').prefixLength).toBe(1);
  });
});

describe('IPv4 inside IPv6', () => {
  const entries = { '5.6.0.0/16': DE, '8.8.8.8/32': FR };
  const aliases = ['::ffff:0:0/96', '2002::/16'];
  const tables: [string, () => LocationTable][] = [
    ['a database for IPv4', () => compiled({ ipVersion: 4, entries })],
    ['a database for IPv6', () => compiled({ ipVersion: 6, entries: { ...entries, '2a00::/16': FR } })],
    ['a database with aliases', () => compiled({ ipVersion: 6, entries, aliases })],
  ];

  test.each(tables)('is looked up as IPv4 in %s', (_, table) => {
    expect(locate(table(), '::ffff:5.6.7.8')).toEqual({ location: expect.objectContaining({ country: 'DE' }), prefixLength: 96 + 16 });
    expect(locate(table(), '2002:506:708::1')).toEqual({ location: expect.objectContaining({ country: 'DE' }), prefixLength: 16 + 16 });
    expect(locate(table(), '::ffff:8.8.8.8')).toEqual({ location: expect.objectContaining({ country: 'FR' }), prefixLength: 128 });
    expect(locate(table(), '5.6.7.8').prefixLength).toBe(16);
  });

  test('aliases are entries once', () => {
    expect(compiled({ ipVersion: 6, entries, aliases }).source.entries).toBe(2);
  });
});

describe('addresses that are nowhere', () => {
  const entries = { '::/1': DE, '8000::/1': DE };

  test.each([
    ['10.1.2.3', 8],
    ['127.0.0.1', 8],
    ['169.254.7.7', 16],
    ['172.31.0.1', 12],
    ['192.168.1.1', 16],
    ['198.51.100.7', 24],
    ['203.0.113.7', 24],
    ['239.1.1.1', 3],
    ['::1', 96],
    ['2001:db8::1', 32],
    ['fd12::1', 7],
    ['fe80::1', 10],
    ['::ffff:10.1.2.3', 104],
    ['2002:a01:203::1', 24],
  ])('%s has no location, whatever the database says', (address, prefixLength) => {
    expect(locate(compiled({ ipVersion: 6, entries }), address)).toEqual({ location: {}, prefixLength });
  });
});

describe('a table for worker threads', () => {
  test('is plain data whose memory is shared, not copied', () => {
    const table = compiled({ ipVersion: 4, entries: { '5.0.0.0/8': DE } });
    const received = structuredClone(table);
    expect(received).toEqual(table);
    received.prefixes.nodes[0] = 7;
    received.prefixes.v4.first[0] = 8;
    expect([table.prefixes.nodes[0], table.prefixes.v4.first[0]]).toEqual([7, 8]);
  });

  test('has children before their parents, and no node that is all one location', () => {
    const { nodes } = compiled({ ipVersion: 6, entries: { '5.0.0.0/9': DE, '5.128.0.0/10': DE, '2a00::/16': FR } }).prefixes;
    for (let node = 0; node < nodes.length / 2; node++) {
      const [zero, one] = [nodes[2 * node]!, nodes[2 * node + 1]!];
      expect(Math.max(zero, one)).toBeLessThan(node);
      expect(zero < 0 && zero === one).toBe(false);
    }
  });
});

describe('a damaged search tree', () => {
  const tree = (nodeCount: number, child: GeoDatabase['child'], ipVersion: 4 | 6 = 4): GeoDatabase => ({
    ...{ file: 'bad.mmdb', type: 'Test', builtAtMs: 0, ipVersion, nodeCount, child },
    record: () => DE,
  });

  test('that goes in a circle is an error', () => {
    expect(() => compileLocations(tree(2, node => 1 - node))).toThrow('bad.mmdb: damaged MaxMind DB file: a path through node');
  });

  test.each([
    [4, 33],
    [6, 129],
  ] as const)('for IPv%i that is %i bits deep is an error', (ipVersion, depth) => {
    const chain = (nodes: number) => tree(nodes, (node, bit) => (bit === 0 ? node + 1 : nodes), ipVersion);
    expect(() => compileLocations(chain(depth))).toThrow(`longer than ${depth - 1} bits`);
    expect(() => compileLocations(chain(1_000_000))).toThrow(`longer than ${depth - 1} bits`);
    expect(() => compileLocations(chain(depth - 1))).not.toThrow();
  });

  test('whose short cut leads to a long path is an error', () => {
    // Node 0 leads to 1 and to 2, so that node 2's 31 bits are first seen from a depth where they just fit.
    const child = (node: number, bit: 0 | 1) => (node === 0 ? [2, 1][bit]! : bit === 0 ? node + 1 : 33);
    expect(() => compileLocations(tree(33, child))).toThrow('longer than 32 bits');
  });
});
