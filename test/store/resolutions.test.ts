import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { resolutionsIn, type SavedResolution } from '../../src/store/resolutions.ts';
import { address } from '../support/addresses.ts';
import { dataDirectory } from './data-directory.ts';

const A = 'a.example.net.';
const B = 'b.example.net.';
const saved = (host: string, texts: readonly string[], foundAtMs = 1): SavedResolution => ({
  host,
  addresses: texts.map(address),
  foundAtMs,
});

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, resolutions: resolutionsIn(database) };
}

test('addresses come back after a restart, of each host those that were saved last', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.resolutions.save([saved(A, ['192.0.2.1']), saved(B, ['2001:db8::1'])]);
    store.resolutions.save([saved(A, ['192.0.2.2', '2001:db8::2'], 9.4)]);
  }
  using store = openStore(directory);
  expect(store.resolutions.restore()).toEqual({
    resolutions: new Map([
      [A, { addresses: [address('192.0.2.2'), address('2001:db8::2')], foundAtMs: 9 }],
      [B, { addresses: [address('2001:db8::1')], foundAtMs: 1 }],
    ]),
    warnings: [],
  });
});

test('hosts that are not declared any more are forgotten', () => {
  const { resolutions } = table();
  resolutions.save([saved(A, ['192.0.2.1']), saved(B, ['192.0.2.1'])]);
  expect(resolutions.prune(new Set([B, 'c.example.net.']))).toBe(1);
  expect([...resolutions.restore().resolutions.keys()]).toEqual([B]);
  expect(resolutions.prune(new Set([B]))).toBe(0);
});

test.each([
  [['A.example.net.', '192.0.2.1', 1], 'host is "A.example.net.", expected an absolute name in lower case'],
  [['a..', '192.0.2.1', 1], 'host is "a..", expected an absolute name in lower case'],
  [[A, '', 1], 'addresses is "", expected a text that is not empty'],
  [[A, '192.0.2.1  192.0.2.2', 1], 'addresses has "", expected IPv4 and IPv6 addresses with a blank between'],
  [[A, '192.0.2.1 2001:DB8::1', 1], 'addresses has "2001:DB8::1", expected IPv4 and IPv6 addresses with a blank between'],
  [[A, '192.0.2.1', -1], 'found_at_ms is -1, expected an integer from 0 to 8640000000000000'],
])('a row that makes no sense is left out with a warning: %j', (row, why) => {
  const { database, resolutions } = table();
  resolutions.save([saved(B, ['192.0.2.1'])]);
  database.prepare('INSERT INTO resolutions VALUES (?, ?, ?)').run(...row);
  const restored = resolutions.restore();
  expect([...restored.resolutions.keys()]).toEqual([B]);
  expect(restored.warnings).toEqual([expect.stringContaining(`left out a row of table resolutions: ${why}; the row is {`)]);
});
