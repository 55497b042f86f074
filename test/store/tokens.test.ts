import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { digestOf } from '../../src/store/secret.ts';
import { type SavedToken, tokensIn } from '../../src/store/tokens.ts';
import { dataDirectory, storeErrorOf } from './data-directory.ts';

const token = (id: string, more: Partial<SavedToken> = {}): SavedToken => ({
  id,
  digest: digestOf(id),
  role: 'operator',
  vantage: undefined,
  name: undefined,
  author: 'admin',
  createdAtMs: 1,
  expiresAtMs: undefined,
  usedAtMs: undefined,
  revokedAtMs: undefined,
  ...more,
});
const A = token('tok_aaaaaaaa', { role: 'probe', vantage: 'beijing', name: 'the agent', expiresAtMs: 9 });
const B = token('tok_bbbbbbbb', { createdAtMs: 2 });

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, tokens: tokensIn(database) };
}

test('tokens come back after a restart, with what has become of them', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.tokens.add(B);
    store.tokens.add(A);
    store.tokens.noteUse(A.id, 7.4);
    store.tokens.revoke(B.id, 8);
    store.tokens.revoke('tok_nothere', 8);
  }
  using store = openStore(directory);
  expect(store.tokens.list()).toEqual({
    rows: [
      { ...A, usedAtMs: 7 },
      { ...B, revokedAtMs: 8 },
    ],
    warnings: [],
  });
  store.tokens.forget([A.id, 'tok_nothere']);
  expect(store.tokens.list().rows).toEqual([{ ...B, revokedAtMs: 8 }]);
});

test('a second token of one id or one digest is refused, and nothing has changed', () => {
  const { tokens } = table();
  tokens.add(A);
  expect(storeErrorOf(() => tokens.add({ ...B, id: A.id })).code).toBe('failed');
  expect(storeErrorOf(() => tokens.add({ ...B, digest: A.digest })).code).toBe('failed');
  expect(tokens.list().rows).toEqual([A]);
});

test.each([
  [{ role: 'root' }, 'role is "root", expected viewer or operator or admin or probe'],
  [{ role: 'probe' }, 'vantage is null, expected a name with role probe'],
  [{ vantage: 'beijing' }, 'vantage is "beijing", expected none with role operator'],
  [{ digest: Buffer.from('secret') }, 'digest is something else than the 32 octets that are expected'],
  [{ author: '' }, 'author is "", expected a text that is not empty'],
  [{ expires_at_ms: -1 }, 'expires_at_ms is -1, expected an integer from 0 to 8640000000000000'],
])('a row that makes no sense is left out with a warning that does not show the digest: %j', (bad, why) => {
  const { database, tokens } = table();
  tokens.add(A);
  tokens.add(B);
  for (const [column, value] of Object.entries(bad)) database.prepare(`UPDATE tokens SET ${column} = ? WHERE id = ?`).run(value, B.id);
  const { rows, warnings } = tokens.list();
  expect(rows).toEqual([A]);
  expect(warnings).toEqual([expect.stringContaining(`left out a row of table tokens: ${why}; the row is {"id":"tok_bbbbbbbb","role"`)]);
});
