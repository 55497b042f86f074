import type Database from 'better-sqlite3';
import { guarded } from './errors.ts';

/** Who gave which key. */
export interface KeyName {
  /** The id of the token; empty for that of the data directory. */
  readonly token: string;
  readonly key: string;
}

/** A call that was done under a key. */
export interface KeptCall {
  /** SHA-256 of what was asked. */
  readonly request: string;
  readonly createdAtMs: number;
  /** Undefined: it was done, and what was answered is not known. */
  readonly answer: { readonly status: number; readonly text: string } | undefined;
}

/** The table of calls that are answered alike when they come again. */
export interface Idempotency {
  find(name: KeyName): KeptCall | undefined;
  /** Keeps a call; within a transaction that is open, it is part of it. One of the same name is replaced. */
  keep(name: KeyName, call: KeptCall): void;
  /** Forgets those from before this moment. */
  forget(beforeMs: number): void;
  /** Does all of it in one transaction. */
  atomically(work: () => void): void;
}

interface Row {
  readonly request: string;
  readonly created_at_ms: number;
  readonly status: number | null;
  readonly answer: string | null;
}

/** The table in an open database whose schema is up to date. */
export function idempotencyIn(database: Database.Database): Idempotency {
  const find = database.prepare<[string, string], Row>('SELECT * FROM idempotency WHERE token = ? AND key = ?');
  const keep = database.prepare('INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM idempotency WHERE created_at_ms < ?');
  const atomically = database.transaction((work: () => void) => work());
  return {
    find: ({ token, key }) => guarded(database.name, () => read(find.get(token, key))),
    keep: ({ token, key }, { request, createdAtMs, answer }) =>
      void guarded(database.name, () => keep.run(token, key, request, createdAtMs, answer?.status ?? null, answer?.text ?? null)),
    forget: beforeMs => void guarded(database.name, () => forget.run(beforeMs)),
    atomically: work => guarded(database.name, () => atomically(work)),
  };
}

function read(row: Row | undefined): KeptCall | undefined {
  if (!row) return undefined;
  const { request, created_at_ms: createdAtMs, status, answer } = row;
  return { request, createdAtMs, answer: status === null || answer === null ? undefined : { status, text: answer } };
}
