import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';

/** What changes by itself, with health, time or other objects: no part of a version. */
const BY_ITSELF = new Set(['generation', 'measured', 'effective', 'monitors', 'resolution', 'serial']);

/** The entity tag of a view: it changes with what is declared and intended, and with nothing else. */
export function etagOf(view: unknown): string {
  const text = JSON.stringify(view, (key, value: unknown) => (BY_ITSELF.has(key) ? undefined : value));
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** Whether a list of entity tags (RFC 9110 section 13.1) has this one; proxies that compress make tags weak, and the same is meant. */
export function hasTag(list: string, etag: string): boolean {
  return list.split(',').some(tag => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** Throws a 412 where the caller has seen another version than there is; `current` undefined: the call has none. */
export function checkIfMatch(wanted: string | undefined, current: (() => unknown) | undefined): void {
  if (wanted === undefined) return;
  if (!current) throw new Problem(412, `if-match names ${wanted}, but this call is about nothing that has a version`);
  const etag = etagOf(current());
  if (hasTag(wanted, etag)) return;
  throw new Problem(412, `if-match names ${wanted}, but the version is ${etag} now: read it again, and decide anew`, { headers: { etag } });
}
