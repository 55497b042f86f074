import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Drain } from '../../src/model/drain.ts';
import { drainsIn, KEPT_DRAINS } from '../../src/store/drains.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { dataDirectory } from './data-directory.ts';

const first: Drain = {
  id: 1,
  endpoint: 'example.com./web/a',
  addresses: ['203.0.113.10', '2001:db8::10'],
  cause: 'forced-down',
  reason: 'admin: moving racks',
  decidedAtMs: 10,
  servedAtMs: 12,
  answers: 100,
  runOut: { halfAtMs: 20, ninetyAtMs: 30, ninetyNineAtMs: 40, lastAtMs: 50 },
  left: 0,
  givenSince: 3,
  end: { kind: 'drained', atMs: 50 },
};
const second: Drain = { ...first, id: 2, addresses: [], answers: 0, runOut: undefined, left: undefined, end: undefined };

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, drains: drainsIn(database) };
}

test('drains come back after a restart, the newest first, each as it was saved last', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.drains.save([{ ...first, end: undefined, left: 9 }, second]);
    store.drains.save([{ ...first, servedAtMs: 12.4 }]);
  }
  using store = openStore(directory);
  expect(store.drains.list()).toEqual({ rows: [second, first], warnings: [] });
});

test('the newest thousand are kept', () => {
  const { drains } = table();
  drains.save(Array.from({ length: KEPT_DRAINS + 5 }, (_, i) => ({ ...first, id: i + 1 })));
  const { rows } = drains.list();
  expect([rows.length, rows[0]!.id, rows.at(-1)!.id]).toEqual([KEPT_DRAINS, KEPT_DRAINS + 5, 6]);
  drains.save([{ ...first, id: KEPT_DRAINS + 6 }]);
  expect(drains.list().rows.at(-1)!.id).toBe(7);
});

test('all are saved or none', () => {
  const { drains } = table();
  expect(() => drains.save([first, { ...second, answers: Number.NaN }])).toThrow('NOT NULL');
  expect(drains.list().rows).toEqual([]);
});

test.each([
  ['endpoint', 'web/a', 'endpoint is "web/a", expected ZONE/POOL/ENDPOINT'],
  ['cause', 'rain', 'cause is "rain", expected down or forced-down or drain or weight or removed'],
  ['answers', -1, 'answers is -1, expected an integer from 0 to 9007199254740991'],
  ['half_at_ms', null, 'half_at_ms is null, expected an integer'],
  ['ended', 'well', 'ended is "well", expected drained or given-again or interrupted'],
  ['ended_at_ms', null, 'ended_at_ms is null, expected an integer'],
])('a row that makes no sense is left out with a warning: %s %j', (column, value, why) => {
  const { database, drains } = table();
  drains.save([first, { ...first, id: 2 }]);
  database.prepare(`UPDATE drains SET ${column} = ? WHERE id = 2`).run(value);
  const { rows, warnings } = drains.list();
  expect(rows).toEqual([first]);
  expect(warnings).toEqual([expect.stringContaining(`left out a row of table drains: ${why}`)]);
});
