import type { AuditEntryView } from '../api/contract.ts';
import { table } from './table.ts';

/** Entries for people, one a line. */
export function auditTable(entries: readonly AuditEntryView[]): string {
  return table(['TIME', 'STATUS', 'BY', 'CALL', 'CHANGES', 'REASON'], entries.map(row));
}

function row({ at, status, author, method, path, changes, reason, detail }: AuditEntryView): string[] {
  return [
    `${at.slice(0, 19)}Z`,
    String(status),
    author,
    `${method} ${path}`,
    changes.map(presentChange).join('; ') || '-',
    reason ?? detail ?? '-',
  ];
}

type Changed = AuditEntryView['changes'][number];

/** `weight example.com/web-hangzhou/a: 20 → 30`; for what has no one value, `set`, `released` or `changed`. */
function presentChange({ kind, target, before, after }: Changed): string {
  const [was, is] = [before, after].map(each => (each === null ? undefined : (each[kind] ?? each.state)));
  const what = target === '' ? kind : `${kind} ${target}`;
  if (isPlain(was) || isPlain(is)) return `${what}: ${isPlain(was) ? was : 'none'} → ${isPlain(is) ? is : 'none'}`;
  return `${what}: ${before === null ? 'set' : after === null ? 'released' : 'changed'}`;
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
