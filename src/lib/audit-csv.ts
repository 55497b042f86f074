import type { SealedEntry } from '../model/audit.ts';
import { csvLine } from './csv.ts';

const COLUMNS = ['number', 'at', 'author', 'token', 'role', 'address', 'request', 'method', 'path', 'status', 'reason', 'detail'] as const;

/** The heads of the columns of an audit as a table, without the end of the line. */
export const AUDIT_CSV_HEAD = csvLine([...COLUMNS, 'zones', 'changes', 'hash']);

/** One entry as a line of that table: zones with blanks between, changes in JSON. */
export function auditCsvLine(entry: SealedEntry): string {
  return csvLine([...COLUMNS.map(column => entry[column]), entry.zones.join(' '), JSON.stringify(entry.changes), entry.hash]);
}
