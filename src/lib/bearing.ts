import type { Declared } from '../model/declared.ts';
import type { EndpointKey } from '../model/health.ts';
import type { AnyTarget } from '../model/intent.ts';
import type { Pool, Steering } from '../model/steering.ts';
import { endpointKey } from './keys.ts';

/** The endpoints whose states an intent at this target may change; none where they are not declared, and none for a record. */
export function endpointsAt({ zones }: Declared, target: AnyTarget): EndpointKey[] {
  const steering = zones.get(target.zone)?.steering;
  if (!steering) return [];
  return poolsAt(steering, target).flatMap(({ name, endpoints }) => {
    const meant = target.kind === 'endpoint' ? endpoints.filter(endpoint => endpoint.name === target.endpoint) : endpoints;
    return meant.map(endpoint => endpointKey(target.zone, name, endpoint.name));
  });
}

function poolsAt({ pools }: Steering, target: AnyTarget): readonly Pool[] {
  switch (target.kind) {
    case 'zone':
      return [...pools.values()];
    case 'site':
      return [...pools.values()].filter(({ site }) => site === target.site);
    case 'pool':
    case 'endpoint': {
      const pool = pools.get(target.pool);
      return pool ? [pool] : [];
    }
    case 'record':
      return [];
  }
}
