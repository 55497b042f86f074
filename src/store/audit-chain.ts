import { createHash } from 'node:crypto';

/** One entry as it is stored. */
export interface AuditRow {
  readonly number: number;
  /** In JSON. */
  readonly body: string;
  readonly hash: string;
}

/** What comes before the first entry of the rows that are checked. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: string;
}

/** The hash of an entry, 64 hexadecimal digits: SHA-256 over the hash of the entry before, as text, and the entry's JSON. */
export function sealOf(before: string, body: string): string {
  return createHash('sha256').update(before).update(body).digest('hex');
}

/** The first row that does not follow from the one before, and why; undefined where all do. Rows are in order. */
export function brokenAt(before: ChainEnd, rows: readonly AuditRow[]): { readonly number: number; readonly message: string } | undefined {
  let last = before;
  for (const row of rows) {
    const message = faultOf(last, row);
    if (message !== undefined) return { number: row.number, message };
    last = row;
  }
  return undefined;
}

function faultOf(before: ChainEnd, { number, body, hash }: AuditRow): string | undefined {
  if (number !== before.number + 1) return `entry ${before.number + 1} is missing before it`;
  if (hash !== sealOf(before.hash, body)) return 'it, or the entry before it, is not what was written';
  return numberIn(body) === number ? undefined : 'it has another number in it';
}

function numberIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { number?: unknown } | null)?.number;
  } catch {
    return undefined;
  }
}
