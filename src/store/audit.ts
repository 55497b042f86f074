import type Database from 'better-sqlite3';
import type { AuditEntry } from '../model/audit.ts';
import { type AuditRow, type ChainEnd, sealOf } from './audit-chain.ts';
import { guarded } from './errors.ts';

/** The table of who changed what. */
export interface Audit {
  /** Puts an entry behind the last; within a transaction that is open, it is part of it. */
  append(entry: Omit<AuditEntry, 'number'>): void;
  /** The last entry that was removed for its age, and the last that there is; the same where there is none. */
  ends(): { readonly cut: ChainEnd; readonly last: ChainEnd };
  /** The entries with these numbers, both included, in order. */
  rows(from: number, to: number): readonly AuditRow[];
  /** Removes all entries up to this one, which is there and is not the last. */
  cut(through: number): void;
}

/** The table in an open database whose schema is up to date. */
export function auditIn(database: Database.Database): Audit {
  const insert = database.prepare('INSERT INTO audit (number, body, hash) VALUES (?, ?, ?)');
  const cutAt = database.prepare<[], ChainEnd>('SELECT number, hash FROM audit_cut');
  const newest = database.prepare<[], ChainEnd>('SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1');
  const rows = database.prepare<[number, number], AuditRow>('SELECT * FROM audit WHERE number BETWEEN ? AND ? ORDER BY number');
  const move = database.prepare('UPDATE audit_cut SET (number, hash) = (SELECT number, hash FROM audit WHERE number = ?)');
  const remove = database.prepare('DELETE FROM audit WHERE number <= ?');
  const ends = () => {
    const cut = cutAt.get()!;
    return { cut, last: newest.get() ?? cut };
  };
  const cut = database.transaction((through: number) => {
    move.run(through);
    remove.run(through);
  });
  return {
    append: entry =>
      guarded(database.name, () => {
        const { last } = ends();
        const body = JSON.stringify({ number: last.number + 1, ...entry });
        insert.run(last.number + 1, body, sealOf(last.hash, body));
      }),
    ends: () => guarded(database.name, ends),
    rows: (from, to) => guarded(database.name, () => rows.all(from, to)),
    cut: through => guarded(database.name, () => cut(through)),
  };
}
