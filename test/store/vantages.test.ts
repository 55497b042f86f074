import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { type SavedVantage, vantagesIn } from '../../src/store/vantages.ts';
import { dataDirectory } from './data-directory.ts';

const tokyo: SavedVantage = { name: 'tokyo', region: 'ap-east', kind: 'remote', heardAtMs: 5 };
const embedded: SavedVantage = { name: 'embedded', region: undefined, kind: 'embedded', heardAtMs: 7 };

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, vantages: vantagesIn(database) };
}

test('vantages come back after a restart, by name, each as it was saved last', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.vantages.save([tokyo, embedded]);
    store.vantages.save([{ ...tokyo, region: 'ap-west', heardAtMs: 9.4 }]);
  }
  using store = openStore(directory);
  expect(store.vantages.list()).toEqual({ rows: [embedded, { ...tokyo, region: 'ap-west', heardAtMs: 9 }], warnings: [] });
});

test('those that are forgotten are gone; one that is not there does no harm', () => {
  const { vantages } = table();
  vantages.save([tokyo, embedded]);
  vantages.forget(['paris', 'tokyo']);
  expect(vantages.list().rows).toEqual([embedded]);
});

test('all are saved or none', () => {
  const { vantages } = table();
  expect(() => vantages.save([tokyo, { ...embedded, heardAtMs: Number.NaN }])).toThrow('NOT NULL');
  expect(vantages.list().rows).toEqual([]);
});

test.each([
  [['to kyo', null, 'remote', 1], 'name is "to kyo", expected 1 to 63 of A-Z'],
  [['', null, 'remote', 1], 'name is "", expected a text that is not empty'],
  [['tokyo', '-', 'remote', 1], 'region is "-", expected 1 to 63 of A-Z'],
  [['tokyo', null, 'agent', 1], 'kind is "agent", expected embedded or remote'],
  [['tokyo', null, 'remote', -1], 'heard_at_ms is -1, expected an integer from 0 to 8640000000000000'],
])('a row that makes no sense is left out with a warning: %j', (row, why) => {
  const { database, vantages } = table();
  vantages.save([embedded]);
  database.prepare('INSERT INTO vantages VALUES (?, ?, ?, ?)').run(...row);
  const { rows, warnings } = vantages.list();
  expect(rows).toEqual([embedded]);
  expect(warnings).toEqual([expect.stringContaining(`left out a row of table vantages: ${why}`)]);
});
