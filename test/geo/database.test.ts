import { describe, expect, test } from 'vitest';
import { bundledDatabaseFile, GeoDatabaseError, openDatabase } from '../../src/geo/database.ts';
import { compileLocations } from '../../src/geo/location-table.ts';
import { type MmdbContent, writeMmdb } from '../support/mmdb-writer.ts';
import { temporaryFile } from './temporary-file.ts';

const CONTENT: MmdbContent = { ipVersion: 4, entries: { '5.0.0.0/8': { country_code: 'DE' } } };

/** The message that opening and compiling a file of these octets fails with, the file's name left out. */
function failure(bytes: Uint8Array): string {
  const file = temporaryFile('broken.mmdb', bytes);
  try {
    compileLocations(openDatabase(file));
  } catch (error) {
    expect(error).toBeInstanceOf(GeoDatabaseError);
    expect((error as Error).message).toMatch(new RegExp(`^${file}: `));
    return (error as Error).message.slice(file.length + 2);
  }
  return '';
}

/** A good file with one text in its metadata replaced by another of the same length. */
function replaced(from: Buffer, to: Buffer): Buffer {
  const bytes = writeMmdb(CONTENT);
  const at = bytes.lastIndexOf(from);
  to.copy(bytes, at);
  return bytes;
}

function field(name: string, value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return Buffer.concat([Buffer.from(name), Buffer.of(0xc4), octets]);
}

describe('opening a database', () => {
  test('tells what the file says of itself', () => {
    const file = temporaryFile('good.mmdb', writeMmdb({ ...CONTENT, type: 'Country', buildEpoch: 1_600_000_000 }));
    expect(openDatabase(file)).toMatchObject({ file, type: 'Country', builtAtMs: 1_600_000_000_000, ipVersion: 4, nodeCount: 8 });
  });

  test.each([
    ['what is not printable ASCII', 'Stadt\u00a0M\u00fcnchen\n\u001b[31m\u{1f600}\u007f', 'Stadt?M?nchen??[31m??'],
    ['what is longer than 100 characters', 'City'.repeat(60), 'City'.repeat(25)],
  ])('%s is kept out of its type', (_, type, shown) => {
    expect(openDatabase(temporaryFile('good.mmdb', writeMmdb({ ...CONTENT, type }))).type).toBe(shown);
  });

  test('the bundled one is there', () => {
    expect(openDatabase(bundledDatabaseFile()).ipVersion).toBe(6);
  });
});

describe('a file that is no database', () => {
  test('that is missing', () => {
    expect(() => openDatabase('/nonexistent/geo.mmdb')).toThrow(/^\/nonexistent\/geo\.mmdb: cannot be read: ENOENT/);
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['a text', Buffer.from('country,from,to\n')],
    ['without its metadata', writeMmdb(CONTENT).subarray(0, 80)],
  ])('that is %s', (_, bytes) => {
    expect(failure(bytes)).toBe('not a MaxMind DB file: expected a country or city database in .mmdb format');
  });

  test('whose metadata ends in the middle', () => {
    const bytes = writeMmdb(CONTENT);
    expect(failure(bytes.subarray(0, bytes.indexOf('database_type')))).toMatch(/^damaged MaxMind DB file: /);
  });

  test('whose metadata is missing', () => {
    const bytes = writeMmdb(CONTENT);
    expect(failure(bytes.subarray(0, bytes.indexOf('MaxMind.com') + 11))).toMatch(/^damaged MaxMind DB file: its metadata/);
  });

  test('of another version', () => {
    const name = 'binary_format_major_version';
    expect(failure(replaced(field(name, 2), field(name, 3)))).toBe('is of format version 3, expected 2');
  });

  test.each([
    ['ip_version', 4, 5, 'its ip_version is 5, expected 4 or 6'],
    ['node_count', 8, 0, 'its node_count is 0, expected at least 1'],
    ['node_count', 8, 9_000, 'its search tree needs 54000 octets'],
    ['record_size', 24, 25, 'its metadata or the root of its search tree cannot be read'],
  ])('whose %s is not %i but %i', (name, good, bad, message) => {
    expect(failure(replaced(field(name, good), field(name, bad)))).toContain(`damaged MaxMind DB file: ${message}`);
  });

  test.each([
    ['database_type', 'it has no database_type'],
    ['build_epoch', 'it has no build_epoch'],
  ])('without a %s', (name, message) => {
    const other = Buffer.from('x'.repeat(name.length));
    expect(failure(replaced(Buffer.from(name), other))).toBe(`damaged MaxMind DB file: ${message}`);
  });

  test('with a pointer that leads nowhere', () => {
    const bytes = writeMmdb(CONTENT);
    bytes.writeUIntBE(0xffffff, 3, 3);
    expect(failure(bytes)).toMatch(/^damaged MaxMind DB file: the record of 128.0.0.0 cannot be decoded$/);
  });

  test('with a record that cannot be decoded', () => {
    const bytes = writeMmdb(CONTENT);
    bytes.fill(0, 8 * 6 + 16, 8 * 6 + 20);
    expect(failure(bytes)).toBe('damaged MaxMind DB file: the record of 5.0.0.0 cannot be decoded');
  });
});
