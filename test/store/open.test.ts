import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { asOrdinaryUser, dataDirectory, storeErrorOf } from './data-directory.ts';

const mode = (path: string) => statSync(path).mode & 0o777;
const override = { kind: 'override', target: { kind: 'pool', zone: 'example.com.', pool: 'web' }, state: 'down' } as const;

test('a new data directory is its owner’s alone, and so is all that is in it', () => {
  const directory = join(dataDirectory(), 'a', 'b');
  using _store = openStore(directory);
  expect([mode(directory), mode(join(directory, 'meridian.db')), mode(join(directory, 'meridian.db-wal'))]).toEqual([0o700, 0o600, 0o600]);
  expect(mode(join(directory, 'meridian.pid'))).toBe(0o600);
});

test('the store is open until it is disposed of, once or twice, and leaves one file', () => {
  const directory = dataDirectory();
  const store = openStore(directory);
  store[Symbol.dispose]();
  store[Symbol.dispose]();
  expect(existsSync(join(directory, 'meridian.pid'))).toBe(false);
  expect(existsSync(join(directory, 'meridian.db-wal'))).toBe(false);
  openStore(directory)[Symbol.dispose]();
});

test.each(['file', 'file/below'])('%s in place of the directory is refused', path => {
  const directory = dataDirectory();
  writeFileSync(join(directory, 'file'), '');
  const error = storeErrorOf(() => openStore(join(directory, path)));
  expect(error).toMatchObject({ code: 'not-a-directory', message: `data directory ${join(directory, path)} is not a directory` });
});

test('a directory that the system does not let anybody make is refused, and not tried for ever', () => {
  const error = storeErrorOf(() => openStore('/proc/meridian/data'));
  expect(error.code).toBe('unwritable');
  expect(error.message).toMatch(/^data directory \/proc\/meridian\/data [^\n]*$/);
});

test('a directory that may not be written is refused, new or old', () => {
  const directory = dataDirectory();
  const fresh = storeErrorOf(() => asOrdinaryUser(directory, () => openStoreIn(directory, 0o555, 'new')));
  expect(fresh.code).toBe('unwritable');
  expect(fresh.message).toMatch(/^data directory \/.*\/new cannot be read and written \(EACCES[^\n]*\)$/);
  const old = storeErrorOf(() => asOrdinaryUser(directory, () => openStoreIn(directory, 0o555, '.')));
  expect(old.code).toBe('unwritable');
});

test('a database that may not be written is refused', () => {
  const directory = dataDirectory();
  openStore(directory)[Symbol.dispose]();
  chmodSync(join(directory, 'meridian.db'), 0o444);
  const error = storeErrorOf(() => asOrdinaryUser(directory, () => openStore(directory)));
  expect(error.code).toBe('unwritable');
  expect(error.message).not.toContain('\n');
});

test('a file that is no database is refused and left as it is', () => {
  const directory = dataDirectory();
  const file = join(directory, 'meridian.db');
  writeFileSync(file, 'not a database at all, '.repeat(500));
  const error = storeErrorOf(() => openStore(directory));
  expect(error.code).toBe('corrupt');
  expect(error.message).toBe(
    `${file} is damaged (SQLITE_NOTADB: file is not a database): restore it from a backup, or move it away to begin with an empty store`,
  );
  expect(readFileSync(file, 'utf8')).toMatch(/^not a database/);
  expect(existsSync(join(directory, 'meridian.pid'))).toBe(false);
});

test('damage inside the database is found at start', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.intents.change({ set: [{ ...override, author: 'a', reason: 'r', createdAtMs: 1, expiresAtMs: undefined }], release: [] });
  }
  const file = join(directory, 'meridian.db');
  const pages = readFileSync(file);
  pages.fill(0x5a, 4096, 4096 + 64);
  writeFileSync(file, pages);
  const error = storeErrorOf(() => openStore(directory));
  expect(error.code).toBe('corrupt');
  expect(error.message).toMatch(/^[^\n]*meridian\.db is damaged \([^\n]+\): restore it/);
});

test('a database of a newer Meridian is refused and left as it is', () => {
  const directory = dataDirectory();
  openStore(directory)[Symbol.dispose]();
  const file = join(directory, 'meridian.db');
  const raw = new Database(file);
  raw.pragma('user_version = 99');
  raw.close();
  const error = storeErrorOf(() => openStore(directory));
  expect(error.code).toBe('newer');
  expect(error.message).toMatch(/meridian\.db was made by a newer Meridian \(schema 99, this one knows \d+\): start that one/);
  const after = new Database(file);
  expect(after.pragma('user_version', { simple: true })).toBe(99);
  after.close();
});

function openStoreIn(directory: string, permissions: number, path: string) {
  if (process.getuid?.() !== 0) chmodSync(directory, permissions);
  try {
    return openStore(join(directory, path));
  } finally {
    if (process.getuid?.() !== 0) chmodSync(directory, 0o700);
  }
}
