import { endpointKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Name } from '../model/zone.ts';

/** Every host name that is answered with its addresses, with the endpoints that it stands in. */
export function flattenedHosts(declared: Declared): ReadonlyMap<Name, readonly EndpointKey[]> {
  const hosts = new Map<Name, EndpointKey[]>();
  for (const { name: zone, steering } of declared.zones.values()) {
    for (const pool of steering?.pools.values() ?? []) {
      if (!pool.flatten) continue;
      for (const { name, address } of pool.endpoints) {
        if (address.family !== 'host') continue;
        const endpoints = hosts.get(address.name) ?? [];
        endpoints.push(endpointKey(zone, pool.name, name));
        hosts.set(address.name, endpoints);
      }
    }
  }
  return hosts;
}
