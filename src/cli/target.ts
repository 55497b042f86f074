import { UsageError } from '../config/usage-error.ts';

/** What a command is about, and its path in the API. */
export interface Target {
  readonly kind: 'endpoint' | 'pool' | 'site';
  /** As it was written. */
  readonly text: string;
  readonly path: string;
}

/** What a target looks like, in the help and where one is expected. */
export const TARGET_FORM = 'ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE';

/** Reads a target. Only a zone may contain a slash (RFC 2317), so that it is read from its end. Throws a UsageError. */
export function parseTarget(text: string): Target {
  const parts = text.split('/');
  const last = parts.at(-1) ?? '';
  const site = last.startsWith('site:');
  const names = site ? [last.slice('site:'.length)] : parts.slice(parts.length > 2 ? -2 : -1);
  const zone = parts.slice(0, -names.length).join('/');
  if (zone === '' || names.includes('')) throw new UsageError(`target: expected ${TARGET_FORM}, found "${text}"`);
  const [first = '', second = ''] = names.map(encodeURIComponent);
  const base = `/v1/zones/${encodeURIComponent(zone)}`;
  if (site) return { kind: 'site', text, path: `${base}/sites/${first}` };
  if (names.length === 1) return { kind: 'pool', text, path: `${base}/pools/${first}` };
  return { kind: 'endpoint', text, path: `${base}/pools/${first}/endpoints/${second}` };
}
