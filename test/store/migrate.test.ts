import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';

const schema = (database: Database.Database) => database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
const version = (database: Database.Database) => database.pragma('user_version', { simple: true });

function migrated(...counts: number[]): Database.Database {
  const database = new Database(':memory:');
  for (const count of counts) migrate(database, MIGRATIONS.slice(0, count));
  return database;
}

test('migrations are numbered from 1 without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

test.each(MIGRATIONS.map((_, i) => i))('from version %i the schema is that of a new database', from => {
  const whole = migrated(MIGRATIONS.length);
  const stepped = migrated(from, MIGRATIONS.length);
  expect(schema(stepped)).toEqual(schema(whole));
  expect([version(stepped), version(whole)]).toEqual([MIGRATIONS.length, MIGRATIONS.length]);
});

test('a database that is up to date is left alone', () => {
  const database = migrated(MIGRATIONS.length, MIGRATIONS.length);
  expect(schema(database)).toEqual(schema(migrated(MIGRATIONS.length)));
});

test('a step that fails leaves the schema of before, version and all', () => {
  const database = migrated(1);
  const before = schema(database);
  const broken = [
    MIGRATIONS[0]!,
    { version: 2, sql: 'CREATE TABLE more (a INTEGER) STRICT' },
    { version: 3, sql: 'CREATE TABLE intents (a)' },
  ];
  expect(() => migrate(database, broken)).toThrow(/intents already exists/);
  expect([schema(database), version(database)]).toEqual([before, 1]);
});
