import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intentTargetKey } from '../../src/lib/keys.ts';
import type { Intent, IntentTarget } from '../../src/model/intent.ts';
import { intentsIn } from '../../src/store/intents.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { dataDirectory, storeErrorOf } from './data-directory.ts';

const zone = 'example.com.';
const a: IntentTarget = { kind: 'endpoint', zone, pool: 'web', endpoint: 'a' };
const facts = { author: 'ops', reason: 'load test', createdAtMs: 1000, expiresAtMs: undefined };
const weight: Intent = { kind: 'weight', target: a, weight: 10, ...facts };
const work: Intent = { kind: 'maintenance', target: { kind: 'site', zone, site: 'web' }, fromMs: 3000, ...facts, expiresAtMs: 9000 };
const api = { kind: 'record', zone, owner: 'api.example.com.' } as const;
const ratio: Intent = { kind: 'ratio', target: api, weights: { 'web-b': 90, 'web-a': 0 }, ...facts, createdAtMs: 4000 };
const drain: Intent = { kind: 'override', target: a, state: 'drain', ...facts, expiresAtMs: 5000 };

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, intents: intentsIn(database) };
}

test('intents come back as they were set, after a restart as well', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.intents.change({ set: [weight, work, drain, ratio], release: [] });
  }
  using store = openStore(directory);
  expect(store.intents.list()).toEqual({ rows: [work, drain, weight, ratio], warnings: [] });
});

test('a new intent replaces the one of its kind and target, and no other', () => {
  const { intents } = table();
  intents.change({ set: [weight, drain], release: [] });
  const later: Intent = { ...weight, weight: 0, createdAtMs: 2000 };
  intents.change({ set: [later], release: [] });
  expect(intents.list().rows).toEqual([drain, later]);
});

test('releasing takes away one kind of one target; what is not there is no error', () => {
  const { intents } = table();
  intents.change({ set: [weight, drain], release: [] });
  intents.change({
    set: [],
    release: [
      { kind: 'weight', target: a },
      { kind: 'override', target: { kind: 'site', zone, site: 'web' } },
    ],
  });
  expect(intents.list().rows).toEqual([drain]);
});

test('what one change releases and sets is set', () => {
  const { intents } = table();
  intents.change({ set: [weight], release: [weight] });
  expect(intents.list().rows).toEqual([weight]);
});

test('a change is kept as a whole or not at all', () => {
  const { intents } = table();
  intents.change({ set: [drain], release: [] });
  const bad: Intent = { ...weight, createdAtMs: 0.5 };
  const error = storeErrorOf(() => intents.change({ set: [weight, bad], release: [drain] }));
  expect(error.message).not.toContain('\n');
  expect(intents.list().rows).toEqual([drain]);
});

test('after any changes the table holds the last intent of each kind and target', () => {
  const name = fc.constantFrom('web', 'db');
  const target = fc.oneof(
    fc.record({ kind: fc.constant('endpoint' as const), zone: fc.constant(zone), pool: name, endpoint: name }),
    fc.record({ kind: fc.constant('pool' as const), zone: fc.constant(zone), pool: name }),
    fc.record({ kind: fc.constant('site' as const), zone: fc.constant(zone), site: name }),
  );
  const more = { target, author: fc.string(), reason: fc.string({ unit: 'grapheme' }), createdAtMs: fc.nat() };
  const expiresAtMs = fc.option(fc.nat(), { nil: undefined });
  const intent: fc.Arbitrary<Intent> = fc.oneof(
    fc.record({ kind: fc.constant('weight' as const), weight: fc.nat(65_535), expiresAtMs, ...more }),
    fc.record(
      {
        kind: fc.constant('override' as const),
        state: fc.constantFrom('up', 'down', 'drain'),
        ttlSeconds: fc.integer({ min: 1, max: 86_400 }),
        expiresAtMs,
        ...more,
      },
      { requiredKeys: ['kind', 'state', 'expiresAtMs', 'target', 'author', 'reason', 'createdAtMs'] },
    ),
    fc.record({ kind: fc.constant('maintenance' as const), fromMs: fc.nat(), expiresAtMs: fc.nat(), ...more }),
  );
  const changes = fc.array(fc.record({ set: fc.array(intent, { maxLength: 4 }), release: fc.array(intent, { maxLength: 4 }) }));
  const nameOf = ({ kind, target }: Intent) => `${kind} ${intentTargetKey(target)}`;
  fc.assert(
    fc.property(changes, list => {
      const { intents } = table();
      const expected = new Map<string, Intent>();
      for (const change of list) {
        intents.change(change);
        for (const released of change.release) expected.delete(nameOf(released));
        for (const set of change.set) expected.set(nameOf(set), set);
      }
      const { rows, warnings } = intents.list();
      expect(warnings).toEqual([]);
      expect(new Map(rows.map(row => [nameOf(row), row]))).toEqual(expected);
    }),
  );
});

test.each([
  ["kind = 'wish'", 'kind is "wish", expected weight or override or maintenance or ratio or brake'],
  ["target_kind = 'galaxy'", 'target_kind is "galaxy", expected endpoint or pool or site'],
  ["zone = 'example.com'", 'zone is "example.com", expected a name with its final dot'],
  ["name = ''", 'name is "", expected a text that is not empty'],
  ["endpoint = ''", 'endpoint is "", expected a text that is not empty'],
  ['weight = 70000', 'weight is 70000, expected an integer from 0 to 65535'],
  ['weight = NULL', 'weight is null, expected an integer from 0 to 65535'],
  ["kind = 'override', state = 'sideways'", 'state is "sideways", expected up or down or drain'],
  ["kind = 'maintenance', expires_at_ms = 1", 'from_ms is null, expected an integer from 0 to 8640000000000000'],
  ["kind = 'maintenance', from_ms = 1", 'expires_at_ms is null, expected an integer from 0 to 8640000000000000'],
  ["kind = 'override', state = 'up', ttl_s = 0", 'ttl_s is 0, expected an integer from 1 to 86400'],
  ['created_at_ms = -1', 'created_at_ms is -1, expected an integer from 0 to 8640000000000000'],
  ['expires_at_ms = 9223372036854775807', 'expires_at_ms is 9223372036854776000, expected an integer from 0 to 8640000000000000'],
])('a row edited by hand to %s is left out with a warning', (edit, warning) => {
  const { database, intents } = table();
  const other: Intent = { ...weight, target: { ...a, endpoint: 'b' } };
  intents.change({ set: [weight, other], release: [] });
  database.exec(`UPDATE intents SET ${edit} WHERE endpoint = 'a'`);
  const { rows, warnings } = intents.list();
  expect(rows).toEqual([other]);
  expect(warnings).toEqual([expect.stringContaining(`left out a row of table intents: ${warning}; the row is {`)]);
});

test.each<[column: string, value: string, warning: string]>([
  ['target_kind', "'site'", 'target_kind is "site", expected record'],
  ['name', "'api'", 'name is "api", expected a name with its final dot'],
  ...['NULL', "'10'", "'{}'", "'[1]'", "'{'", `'{"a":-1}'`, `'{"a":70000}'`, `'{"a":0.5}'`, `'{"a":"1"}'`].map(
    (value): [string, string, string] => [
      'weights',
      value,
      value === 'NULL' ? 'expected a text' : 'expected an object in JSON of integers from 0 to 65535',
    ],
  ),
])('a row of a ratio edited by hand to %s = %s is left out with a warning', (column, value, warning) => {
  const { database, intents } = table();
  intents.change({ set: [weight, ratio], release: [] });
  database.exec(`UPDATE intents SET ${column} = ${value} WHERE kind = 'ratio'`);
  const { rows, warnings } = intents.list();
  expect(rows).toEqual([weight]);
  expect(warnings).toEqual([expect.stringContaining(warning)]);
});

test('a fault of the database is a StoreError of one line', () => {
  const { database, intents } = table();
  database.exec('DROP TABLE intents');
  expect(storeErrorOf(() => intents.list()).message).toBe(':memory:: SQLITE_ERROR: no such table: intents');
});
