import { expect, test } from 'vitest';
import { GeoDatabaseError, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { buffersOf, packDatabase, unpackDatabase } from '../../src/serving/packed-database.ts';
import { temporaryFile } from '../geo/temporary-file.ts';
import { type MmdbContent, writeMmdb } from '../support/mmdb-writer.ts';

/** More locations than one text holds. */
const CITIES: MmdbContent = {
  ipVersion: 4,
  entries: Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [
      `20.${i >> 8}.${i & 255}.0/24`,
      { country: { iso_code: 'US' }, subdivisions: [{ iso_code: 'CA' }], location: { latitude: i / 100, longitude: -i / 50 } },
    ]),
  ),
};

test('what is unpacked is what was compiled, and the fields that it has', async () => {
  const file = temporaryFile('geo.mmdb', writeMmdb(CITIES));
  const packed = packDatabase(file);
  const { table, fields } = await unpackDatabase(structuredClone(packed, { transfer: buffersOf(packed) }));
  expect(table).toEqual(compileLocations(openDatabase(file)));
  expect(table.locations).toHaveLength(5001);
  expect(fields).toEqual(['country', 'continent', 'subdivision', 'coordinates']);
});

test('a large one lets other work have its turn', async () => {
  const packed = packDatabase(temporaryFile('geo.mmdb', writeMmdb(CITIES)));
  let turns = 0;
  const count = () => {
    turns++;
    if (turns < 100) setImmediate(count);
  };
  setImmediate(count);
  await unpackDatabase(packed);
  expect(turns).toBeGreaterThanOrEqual(2);
});

test.each<[string, MmdbContent['entries']]>([
  ['of other things', { '5.0.0.0/8': { is_anonymous: true, is_tor_exit_node: true } }],
  ['of texts', { '5.0.0.0/8': 'DE' }],
  ['of nothing', { '5.0.0.0/8': {} }],
])('a database %s is refused: nobody could be steered by it', async (_, entries) => {
  const file = temporaryFile('geo.mmdb', writeMmdb({ ipVersion: 4, type: 'GeoIP2-Anonymous-IP', entries }));
  const refused = unpackDatabase(packDatabase(file));
  await expect(refused).rejects.toThrow(GeoDatabaseError);
  await expect(refused).rejects.toThrow(
    `${file}: knows no country, coordinates or network of any address: it is of type "GeoIP2-Anonymous-IP", expected a country, city or ASN database`,
  );
});

test.each<[string, unknown]>([
  ['country', { country_code: 'DE' }],
  ['continent', { continent_code: 'EU' }],
  ['asn', { autonomous_system_number: 64_500 }],
  ['coordinates', { latitude: 50, longitude: 9 }],
])('one with nothing but %s is not', async (_, record) => {
  const file = temporaryFile('geo.mmdb', writeMmdb({ ipVersion: 4, entries: { '5.0.0.0/8': record } }));
  const { fields } = await unpackDatabase(packDatabase(file));
  expect(fields).not.toEqual([]);
});

test('a file that cannot be used is refused with the reason', async () => {
  const file = temporaryFile('geo.mmdb', Buffer.from('none'));
  const refused = unpackDatabase(packDatabase(file));
  await expect(refused).rejects.toThrow(GeoDatabaseError);
  await expect(refused).rejects.toThrow(`${file}: not a MaxMind DB file`);
});
