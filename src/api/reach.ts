import { asName, displayName } from '../lib/dns-name.ts';
import { readTarget } from '../lib/target-text.ts';
import type { Name } from '../model/zone.ts';
import { Problem } from './problem.ts';
import type { Identity } from './roles.ts';

/**
 * What a call is about, for tokens that are for some zones alone: the zone in its `path`; that which its `query` names; what it looks at
 * `itself`, by `call.mayZone`; `nothing` of any zone; or `everything`, and then it is not for them.
 */
export type Reach = 'path' | 'query' | 'itself' | 'nothing' | 'everything';

/** What a call is about where it does not say. */
export function reachOf(url: string, reach: Reach | undefined): Reach {
  return reach ?? (/[{:]zone\b/.test(url) ? 'path' : 'everything');
}

/** Whether a token is good for a zone. */
export function mayZone({ zones }: Pick<Identity, 'zones'>, zone: Name): boolean {
  return zones === undefined || zones.includes(zone);
}

interface Asked {
  readonly reach: Reach;
  readonly params: unknown;
  readonly query: unknown;
}

/** Throws a 403 that names the zone where a token is not for what a call is about. */
export function checkReach(identity: Identity, { reach, params, query }: Asked): void {
  if (identity.zones === undefined || reach === 'itself' || reach === 'nothing') return;
  if (reach === 'everything') throw new Problem(403, `this call is about all zones; ${onlyFor(identity)}`);
  const asked = reach === 'path' ? [(params as { readonly zone?: string }).zone ?? ''] : zonesIn(query);
  if (asked.length === 0)
    throw new Problem(
      403,
      `this call is about all zones unless it names one, as ?zone=${displayName(identity.zones[0]!)}; ${onlyFor(identity)}`,
    );
  for (const text of asked) refuseZone(identity, asName(text) ?? text);
}

/** Throws a 403 that names the zone where a token is not for it. */
export function refuseZone(identity: Pick<Identity, 'author' | 'zones'>, zone: Name): void {
  if (mayZone(identity, zone)) return;
  throw new Problem(403, `this is about zone ${displayName(zone)}; ${onlyFor(identity)}`);
}

function onlyFor({ author, zones = [] }: Pick<Identity, 'author' | 'zones'>): string {
  return `the token of ${author} is for ${zones.map(displayName).join(', ')} alone`;
}

/** The zones that a query names: by themselves, or with what is in them. */
function zonesIn(query: unknown): string[] {
  const { zone, pool, endpoint } = (query ?? {}) as Readonly<Record<string, string | string[] | undefined>>;
  const list = (value: string | string[] | undefined) => [value ?? []].flat().flatMap(text => text.split(','));
  return [...list(zone).map(text => text.trim()), ...[...list(pool), ...list(endpoint)].map(text => readTarget(text)?.zone ?? '')];
}
