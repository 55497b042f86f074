import type { ZoneView } from '../../src/api/contract.ts';
import type { Meridian } from './meridian.ts';

/** Releases every override of example.com: of its sites, its pools and their endpoints. */
export async function releaseOverrides({ api }: Meridian): Promise<void> {
  const zone = '/v1/zones/example.com';
  const { pools, sites } = (await api<ZoneView>('GET', zone)).body;
  const objects = [
    ...sites.map(site => ({ ...site, path: `sites/${site.name}` })),
    ...pools.map(pool => ({ ...pool, path: `pools/${pool.name}` })),
    ...pools
      .flatMap(({ endpoints }) => endpoints)
      .map(endpoint => ({ ...endpoint, path: `pools/${endpoint.pool}/endpoints/${endpoint.name}` })),
  ];
  for (const { path, intent } of objects) if (intent.override !== null) await api('DELETE', `${zone}/${path}/override`);
}
