import { endpointKey, targetKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointKey, ProbeTarget } from '../model/health.ts';
import type { Monitor } from '../model/monitor.ts';
import type { Endpoint, Pool } from '../model/steering.ts';

/** One declared endpoint and what is to be probed of it: one target a monitor of its pool, none for a pool without. */
export interface WatchedEndpoint {
  readonly key: EndpointKey;
  readonly require: Pool['require'];
  readonly targets: readonly ProbeTarget[];
}

/** Every endpoint of every steered zone, in the order of the files. */
export function watchedEndpoints(declared: Declared): WatchedEndpoint[] {
  return [...declared.zones.values()].flatMap(({ name, steering }) =>
    [...(steering?.pools.values() ?? [])].flatMap(pool => {
      const monitors = pool.monitors.flatMap(monitor => steering?.monitors.get(monitor) ?? []);
      const site = `${name}/${pool.site}`;
      return pool.endpoints.map(endpoint => {
        const key = endpointKey(name, pool.name, endpoint.name);
        return { key, require: pool.require, targets: monitors.map(monitor => target(key, site, endpoint, monitor)) };
      });
    }),
  );
}

function target(key: EndpointKey, site: string, { address }: Endpoint, monitor: Monitor): ProbeTarget {
  return { key: targetKey(key, monitor.name), endpoint: key, site, address, monitor };
}
