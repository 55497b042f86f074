import type { IntentTarget } from '../model/intent.ts';
import { viewEndpoint } from './endpoint-view.ts';
import { findEndpoint, findPool, findSite, findSteeredZone } from './find.ts';
import type { Snapshot } from './operations.ts';
import { viewPool } from './pool-view.ts';
import { viewSite } from './site-view.ts';
import { type StandingsOf, sceneryOf } from './view.ts';

/** Something that can have an intent, found in one snapshot: its target, and how it looks there. */
export interface Found<View> {
  readonly target: IntentTarget;
  readonly view: () => View;
}

interface EndpointPath {
  readonly zone: string;
  readonly pool: string;
  readonly endpoint: string;
}

/**
 * The endpoint that a path names; with `standingsOf` its view has what the vantages say. Throws a 404 where it names none; so do the
 * next two.
 */
export function endpointAt(snapshot: Snapshot, path: EndpointPath, standingsOf?: StandingsOf): Found<ReturnType<typeof viewEndpoint>> {
  const zone = findSteeredZone(snapshot.declared, path.zone);
  const pool = findPool(zone, path.pool);
  const endpoint = findEndpoint(zone, pool, path.endpoint);
  const target = { kind: 'endpoint', zone: zone.name, pool: pool.name, endpoint: endpoint.name } as const;
  return { target, view: () => viewEndpoint(sceneryOf(snapshot, standingsOf), zone.name, pool, endpoint) };
}

export function poolAt(
  snapshot: Snapshot,
  path: Omit<EndpointPath, 'endpoint'>,
  standingsOf?: StandingsOf,
): Found<ReturnType<typeof viewPool>> {
  const zone = findSteeredZone(snapshot.declared, path.zone);
  const pool = findPool(zone, path.pool);
  const target = { kind: 'pool', zone: zone.name, pool: pool.name } as const;
  return { target, view: () => viewPool(sceneryOf(snapshot, standingsOf), zone.name, pool) };
}

export function siteAt(snapshot: Snapshot, path: { readonly zone: string; readonly site: string }): Found<ReturnType<typeof viewSite>> {
  const zone = findSteeredZone(snapshot.declared, path.zone);
  const site = findSite(zone, path.site);
  return { target: { kind: 'site', zone: zone.name, site: site.name }, view: () => viewSite(sceneryOf(snapshot), zone, site) };
}
