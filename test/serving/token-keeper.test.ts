import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Token } from '../../src/model/token.ts';
import { TokenKeeper } from '../../src/serving/token-keeper.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { tokensIn } from '../../src/store/tokens.ts';
import { fakeClock } from '../support/fake-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WANTED = { role: 'viewer', vantage: undefined, name: undefined, author: 'admin', expiresAtMs: undefined } as const;

/** Keepers one after the other over one table, as over restarts. */
function home() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  const clock = fakeClock();
  const store = tokensIn(database);
  const ended: Token[] = [];
  const faults: unknown[] = [];
  const start = (octets = randomBytes as (count: number) => Buffer) =>
    new TokenKeeper({
      stored: store.list().rows,
      store,
      clock,
      octets,
      onEnded: token => ended.push(token),
      onFault: error => faults.push(error),
    });
  return { clock, database, ended, faults, start, store };
}

test('a token is found by what it is, before a restart and after', () => {
  const { start } = home();
  const keeper = start();
  const { secret, token } = keeper.create(WANTED);
  expect(keeper.find(secret)).toEqual(token);
  const again = start();
  expect(again.find(secret)).toEqual(token);
  expect(again.find(`${secret}x`)).toBeUndefined();
  expect(again.find('')).toBeUndefined();
});

test('two tokens never have one id', () => {
  const { start } = home();
  let draws = 0;
  const keeper = start(count => (count === 8 && draws++ < 2 ? Buffer.alloc(8) : randomBytes(count)));
  expect([keeper.create(WANTED).token.id, keeper.create(WANTED).token.id]).toEqual(['tok_aaaaaaaa', expect.not.stringMatching('tok_a{8}')]);
});

test('the last use is known at once, and written down once an hour', () => {
  const { clock, start, store } = home();
  const keeper = start();
  const { id } = keeper.create(WANTED).token;
  const began = clock.now();
  const written = () => store.list().rows[0]?.usedAtMs;
  keeper.noteUse(id);
  expect(written()).toBe(began);
  clock.advance(HOUR_MS - 1);
  keeper.noteUse(id);
  expect([written(), keeper.list()[0]?.usedAtMs]).toEqual([began, began + HOUR_MS - 1]);
  clock.advance(1);
  keeper.noteUse(id);
  expect(written()).toBe(began + HOUR_MS);
  keeper.noteUse('tok_unknown1');
});

test('a disk that does not take a use holds up nobody, and is told of once an hour', () => {
  const { clock, database, faults, start } = home();
  const keeper = start();
  const { secret, token } = keeper.create(WANTED);
  database.close();
  for (const waitMs of [0, 1, HOUR_MS]) {
    clock.advance(waitMs);
    keeper.noteUse(token.id);
  }
  expect(keeper.find(secret)).toBeDefined();
  expect(faults).toHaveLength(2);
});

test('tokens whose time is over are told of once, in time, however far that is', () => {
  const { clock, ended, start } = home();
  using keeper = start();
  const far = keeper.create({ ...WANTED, expiresAtMs: clock.now() + 40 * DAY_MS }).token;
  const near = keeper.create({ ...WANTED, expiresAtMs: clock.now() + 1000 }).token;
  const revoked = keeper.create({ ...WANTED, expiresAtMs: clock.now() + 1000 }).token;
  keeper.revoke(revoked.id);
  clock.advance(999);
  expect(ended.map(({ id }) => id)).toEqual([revoked.id]);
  clock.advance(1);
  expect(ended.map(({ id }) => id)).toEqual([revoked.id, near.id]);
  clock.advance(40 * DAY_MS);
  expect(ended.map(({ id }) => id)).toEqual([revoked.id, near.id, far.id]);
  expect(clock.pending).toBe(0);
});

test('nothing is waited for after the end', () => {
  const { clock, start } = home();
  const keeper = start();
  keeper.create({ ...WANTED, expiresAtMs: clock.now() + 1000 });
  expect(clock.pending).toBe(1);
  keeper[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});

test('a start forgets what ended more than 90 days ago, and nothing else', () => {
  const { clock, ended, start, store } = home();
  const keeper = start();
  const ids = [
    keeper.create({ ...WANTED, expiresAtMs: clock.now() + DAY_MS }),
    keeper.create(WANTED),
    keeper.create({ ...WANTED, expiresAtMs: clock.now() + 2 * DAY_MS }),
    keeper.create(WANTED),
  ].map(({ token }) => token.id);
  keeper.revoke(ids[3]!);
  keeper[Symbol.dispose]();
  clock.advance(91.5 * DAY_MS);
  expect(
    start()
      .list()
      .map(({ id }) => id),
  ).toEqual(ids.slice(1, 3).sort());
  expect(
    store
      .list()
      .rows.map(({ id }) => id)
      .sort(),
  ).toEqual(ids.slice(1, 3).sort());
  expect(ended.map(({ id }) => id)).toEqual([ids[3]]);
});
