import type { Declared } from '../model/declared.ts';
import type { EndpointKey } from '../model/health.ts';
import type { AnyTarget } from '../model/intent.ts';
import { endpointKey } from './keys.ts';

/** The endpoints that an intent at this target bears on; none where they are not declared, and none for a record or a zone. */
export function endpointsAt({ zones }: Declared, target: AnyTarget): EndpointKey[] {
  const steering = zones.get(target.zone)?.steering;
  if (!steering || target.kind === 'record' || target.kind === 'zone') return [];
  if (target.kind === 'site') {
    const pools = [...steering.pools.values()].filter(({ site }) => site === target.site);
    return pools.flatMap(({ name, endpoints }) => endpoints.map(endpoint => endpointKey(target.zone, name, endpoint.name)));
  }
  const endpoints = steering.pools.get(target.pool)?.endpoints ?? [];
  const meant = target.kind === 'pool' ? endpoints : endpoints.filter(({ name }) => name === target.endpoint);
  return meant.map(({ name }) => endpointKey(target.zone, target.pool, name));
}
