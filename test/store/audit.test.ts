import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { AuditEntry } from '../../src/model/audit.ts';
import { auditIn } from '../../src/store/audit.ts';
import { type AuditRow, brokenAt, sealOf } from '../../src/store/audit-chain.ts';
import { audit as migration } from '../../src/store/migrations/012-audit.ts';

const ENTRY: Omit<AuditEntry, 'number'> = {
  ...{ at: '2026-01-01T00:00:00.000Z', author: 'admin', token: null, role: 'admin', address: '127.0.0.1', request: 'r' },
  ...{ method: 'PATCH', path: '/v1/x', zones: ['example.com'], status: 200, reason: null, detail: null, changes: [] },
};
const START = { number: 0, hash: '' };

function table(entries = 0) {
  const database = new Database(':memory:');
  database.exec(migration.sql);
  const audit = auditIn(database);
  for (let i = 0; i < entries; i++) audit.append({ ...ENTRY, request: `r${i + 1}` });
  return { database, audit };
}

test('entries are numbered without a gap, and each is sealed with the one before', () => {
  const { audit } = table(3);
  const rows = audit.rows(1, 10);
  expect(rows.map(({ body }) => (JSON.parse(body) as { number: number; request: string }).request)).toEqual(['r1', 'r2', 'r3']);
  expect(rows[0]!.hash).toBe(sealOf('', rows[0]!.body));
  expect(rows[1]!.hash).toBe(sealOf(rows[0]!.hash, rows[1]!.body));
  expect(brokenAt(START, rows)).toBeUndefined();
  expect(audit.ends()).toEqual({ cut: START, last: { number: 3, hash: rows[2]!.hash } });
});

test('an entry of a transaction that comes to nothing was never there', () => {
  const { audit, database } = table(1);
  const failing = database.transaction(() => {
    audit.append(ENTRY);
    throw new Error('the disk is full');
  });
  expect(failing).toThrow('the disk is full');
  audit.append(ENTRY);
  expect(brokenAt(START, audit.rows(1, 10))).toBeUndefined();
  expect(audit.ends().last.number).toBe(2);
});

test.each([
  ["UPDATE audit SET body = '{}' WHERE number = 2", 'never changed'],
  ['UPDATE audit SET number = 9 WHERE number = 3', 'never changed'],
  ['DELETE FROM audit WHERE number = 1', 'removed for its age alone'],
  ['DELETE FROM audit', 'removed for its age alone'],
  ["INSERT OR REPLACE INTO audit VALUES (2, '{}', '')", 'behind the last'],
  ["INSERT INTO audit VALUES (5, '{}', '')", 'behind the last'],
  ["UPDATE audit_cut SET number = 2, hash = 'x'", 'cut at an entry'],
  ['UPDATE audit_cut SET (number, hash) = (SELECT number, hash FROM audit WHERE number = 3)', 'cut at an entry'],
  ['DELETE FROM audit_cut', 'stays'],
  ["INSERT OR REPLACE INTO audit_cut VALUES (1, 3, '')", 'one cut'],
])('SQLite refuses: %s', (sql, why) => {
  const { audit, database } = table(3);
  expect(() => database.exec(sql)).toThrow(why);
  expect(brokenAt(START, audit.rows(1, 10))).toBeUndefined();
  expect(audit.rows(1, 10)).toHaveLength(3);
});

test('what is old is cut off, and the rest still follows from it', () => {
  const { audit } = table(5);
  const removed = audit.rows(3, 3)[0]!;
  audit.cut(3);
  expect(audit.ends().cut).toEqual({ number: 3, hash: removed.hash });
  expect(brokenAt(audit.ends().cut, audit.rows(1, 10))).toBeUndefined();
  expect(() => audit.cut(2)).toThrow();
  expect(() => audit.cut(5)).toThrow('before the last');
  audit.append(ENTRY);
  expect(audit.rows(1, 10).map(({ number }) => number)).toEqual([4, 5, 6]);
});

test.each<[string, (rows: AuditRow[]) => AuditRow[], number]>([
  ['an entry that was edited', rows => rows.map(row => (row.number === 2 ? { ...row, body: row.body.replace('r2', 'r9') } : row)), 2],
  ['one that is missing', rows => rows.filter(({ number }) => number !== 2), 3],
  ['one whose hash was made anew', rows => rows.map(row => (row.number === 2 ? { ...row, hash: sealOf('', row.body) } : row)), 2],
  ['one that is no JSON', rows => rows.map(row => (row.number === 3 ? { ...row, body: '{', hash: sealOf(rows[1]!.hash, '{') } : row)), 3],
])('%s is seen', (_, spoil, number) => {
  const { audit } = table(3);
  expect(brokenAt(START, spoil([...audit.rows(1, 3)]))).toMatchObject({ number });
});
