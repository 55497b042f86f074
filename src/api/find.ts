import { asName, displayName } from '../lib/dns-name.ts';
import { nearestWord } from '../lib/suggest.ts';
import type { Declared, DeclaredZone } from '../model/declared.ts';
import type { Endpoint, Pool, Site, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { Problem } from './problem.ts';

/** A zone that has something to steer. */
export interface SteeredZone {
  readonly name: Name;
  readonly steering: Steering;
}

/** The zone that a path names, with or without its final dot, in any case. Throws a 404 that says which one may have been meant. */
export function findZone(declared: Declared, text: string): DeclaredZone {
  const zone = declared.zones.get(asName(text) ?? '');
  if (zone) return zone;
  throw notFound('zone', text, [...declared.zones.keys()].map(displayName), '');
}

/** As `findZone`, and throws a 404 for a purely static zone. */
export function findSteeredZone(declared: Declared, text: string): SteeredZone {
  const { name, steering } = findZone(declared, text);
  if (steering) return { name, steering };
  throw new Problem(404, `zone ${displayName(name)} is purely static: it has no pools, endpoints or sites`);
}

/** The pool that a path names. Throws a 404 that says which one may have been meant; so do the next two. */
export function findPool({ name, steering }: SteeredZone, text: string): Pool {
  return find('pool', text, steering.pools, `in zone ${displayName(name)}`);
}

export function findEndpoint(zone: SteeredZone, pool: Pool, text: string): Endpoint {
  const endpoints = new Map(pool.endpoints.map(endpoint => [endpoint.name, endpoint]));
  return find('endpoint', text, endpoints, `in pool ${displayName(zone.name)}/${pool.name}`);
}

export function findSite({ name, steering }: SteeredZone, text: string): Site {
  return find('site', text, steering.sites, `in zone ${displayName(name)}`);
}

/** A 404 for a thing that is not there, with the nearest of `known`, or all of them where they are few. */
export function notFound(kind: string, text: string, known: readonly string[], where: string): Problem {
  const near = nearestWord(text, known);
  const list = known.length > 0 && known.length <= 10 ? `; there is ${known.join(', ')}` : '';
  const hint = near === undefined ? list : `; did you mean ${near}?`;
  return new Problem(404, `no ${kind} "${text}"${where && ` ${where}`}${hint}`);
}

function find<T>(kind: string, text: string, known: ReadonlyMap<string, T>, where: string): T {
  const found = known.get(text);
  if (found) return found;
  throw notFound(kind, text, [...known.keys()], where);
}
