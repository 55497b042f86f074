import type { AuditEntry, AuditVerdict, SealedEntry } from '../model/audit.ts';

/** What the API needs of the audit. The composition root hands it in. */
export interface AuditAccess {
  /** Writes an entry down, with the transaction that is open where there is one. Throws NotStored. */
  append(entry: NewAuditEntry): void;
  /** The entries that are asked for, as they are read; others have their turn between. */
  search(question: AuditQuestion): AsyncIterable<SealedEntry>;
  /** Looks the whole chain through. */
  verify(): Promise<AuditVerdict>;
  /** The hash of one entry; undefined: it is not kept, or never was. */
  hashOf(number: number): string | undefined;
}

export type NewAuditEntry = Omit<AuditEntry, 'number' | 'at'>;

/** Which entries are meant; what is left out is no condition. */
export interface AuditQuestion {
  readonly order: 'newest' | 'oldest';
  /** Only those behind this number, in this order. */
  readonly after?: number | undefined;
  readonly fits: (entry: AuditEntry) => boolean;
}
