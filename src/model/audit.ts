import type { Role } from './token.ts';

/** What a call made of one thing. */
export interface Changed {
  /** `weight`, `override`, `token` …; `call` where nothing more is known than what was asked for. */
  readonly kind: string;
  /** As people write it. */
  readonly target: string;
  /** Null: there was none. */
  readonly before: object | null;
  /** Null: there is none any more. */
  readonly after: object | null;
}

/** One call that was to change something, and what became of it. Its keys are those of the wire, in their order: the chain is made over them. */
export interface AuditEntry {
  /** Counts from 1 without a gap. */
  readonly number: number;
  /** RFC 3339, UTC, to the millisecond. */
  readonly at: string;
  readonly author: string;
  /** The id of the token; null: that of the data directory, or the server itself. */
  readonly token: string | null;
  readonly role: Role | 'server';
  /** Where the call came from; empty for the server itself. */
  readonly address: string;
  /** The id of the request. */
  readonly request: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Without their final dots. */
  readonly zones: readonly string[];
  /** Of the answer. */
  readonly status: number;
  /** The operator's own. */
  readonly reason: string | null;
  /** Why it was refused, or failed. */
  readonly detail: string | null;
  readonly changes: readonly Changed[];
}

/** An entry in the chain. */
export interface SealedEntry extends AuditEntry {
  /** SHA-256, in hexadecimal digits, over the hash of the entry before and this one. */
  readonly hash: string;
}

/** What an audit that was looked through says of itself. */
export interface AuditVerdict {
  readonly entries: number;
  /** The numbers of the oldest and the newest entry that are kept; 0: there is none. */
  readonly first: number;
  readonly last: number;
  /** The hash of the newest entry; of the last that was removed, where none is left. */
  readonly head: string;
  /** The first thing that is wrong; undefined: nothing is. */
  readonly fault: { readonly number: number; readonly message: string } | undefined;
}
