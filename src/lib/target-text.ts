import type { AnyTarget } from '../model/intent.ts';
import { displayName } from './dns-name.ts';

/** What an operator's command is about, as it is written; names are as they stand, the zone with or without its final dot. */
export type TargetText =
  | { readonly kind: 'endpoint'; readonly zone: string; readonly pool: string; readonly endpoint: string }
  | { readonly kind: 'pool'; readonly zone: string; readonly pool: string }
  | { readonly kind: 'site'; readonly zone: string; readonly site: string };

/** What a target looks like, in the help and where one is expected. */
export const TARGET_FORM = 'ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE';

/** Reads a target; undefined where the text is none. Only a zone may contain a slash (RFC 2317), so that it is read from its end. */
export function readTarget(text: string): TargetText | undefined {
  const parts = text.split('/');
  const last = parts.at(-1) ?? '';
  const site = last.startsWith('site:');
  const names = site ? [last.slice('site:'.length)] : parts.slice(parts.length > 2 ? -2 : -1);
  const zone = parts.slice(0, -names.length).join('/');
  if (zone === '' || names.includes('')) return undefined;
  const [first = '', endpoint] = names;
  if (site) return { kind: 'site', zone, site: first };
  return endpoint === undefined ? { kind: 'pool', zone, pool: first } : { kind: 'endpoint', zone, pool: first, endpoint };
}

/** A target as it is written, names without their final dot; a record is its full name. */
export function writeTarget(target: AnyTarget): string {
  if (target.kind === 'record') return displayName(target.owner);
  const zone = displayName(target.zone);
  if (target.kind === 'zone') return zone;
  if (target.kind === 'site') return `${zone}/site:${target.site}`;
  return target.kind === 'pool' ? `${zone}/${target.pool}` : `${zone}/${target.pool}/${target.endpoint}`;
}
