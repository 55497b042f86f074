import type { EndpointKey, TargetKey } from '../model/health.ts';
import type { AnyTarget } from '../model/intent.ts';
import type { Name } from '../model/zone.ts';

/** What an endpoint key is made of. */
export interface EndpointParts {
  readonly zone: Name;
  readonly pool: string;
  readonly endpoint: string;
}

/** What a target key is made of. */
export interface TargetParts extends EndpointParts {
  readonly monitor: string;
}

/** The key `ZONE/POOL/ENDPOINT`. Only the zone may contain a slash (RFC 2317 section 4), so that keys are read from their end. */
export function endpointKey(zone: Name, pool: string, endpoint: string): EndpointKey {
  return `${zone}/${pool}/${endpoint}`;
}

/** The key `ZONE/POOL/ENDPOINT/MONITOR`. */
export function targetKey(endpoint: EndpointKey, monitor: string): TargetKey {
  return `${endpoint}/${monitor}`;
}

/** The parts of an endpoint key; undefined where it is none. */
export function parseEndpointKey(key: EndpointKey): EndpointParts | undefined {
  const parts = splitEnd(key, 2);
  return parts && { zone: parts[0]!, pool: parts[1]!, endpoint: parts[2]! };
}

/** The parts of a target key; undefined where it is none. */
export function parseTargetKey(key: TargetKey): TargetParts | undefined {
  const parts = splitEnd(key, 3);
  return parts && { zone: parts[0]!, pool: parts[1]!, endpoint: parts[2]!, monitor: parts[3]! };
}

/** The key `ZONE/OWNER` of a steered record. */
export function recordKey(zone: Name, owner: Name): string {
  return `${zone}/${owner}`;
}

/** One text for each thing that an intent can be about: `endpoint ZONE/POOL/ENDPOINT`, `pool ZONE/POOL`, `site ZONE/SITE`, `zone ZONE`, `record ZONE/OWNER`. */
export function intentTargetKey(target: AnyTarget): string {
  switch (target.kind) {
    case 'endpoint':
      return `endpoint ${endpointKey(target.zone, target.pool, target.endpoint)}`;
    case 'pool':
      return `pool ${target.zone}/${target.pool}`;
    case 'site':
      return `site ${target.zone}/${target.site}`;
    case 'record':
      return `record ${recordKey(target.zone, target.owner)}`;
    case 'zone':
      return `zone ${target.zone}`;
  }
}

/** `key` without its last `count` names, and those names in order; undefined where one is missing or the zone has no final dot. */
function splitEnd(key: string, count: number): string[] | undefined {
  const parts = key.split('/');
  const names = parts.slice(-count);
  const zone = parts.slice(0, -count).join('/');
  return zone.endsWith('.') && names.every(name => name !== '') ? [zone, ...names] : undefined;
}
