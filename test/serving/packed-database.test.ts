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

test('a file that cannot be used is refused with the reason', async () => {
  const file = temporaryFile('geo.mmdb', Buffer.from('none'));
  const refused = unpackDatabase(packDatabase(file));
  await expect(refused).rejects.toThrow(GeoDatabaseError);
  await expect(refused).rejects.toThrow(`${file}: not a MaxMind DB file`);
});
