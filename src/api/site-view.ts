import { displayName } from '../lib/dns-name.ts';
import type { Site } from '../model/steering.ts';
import type { SiteView } from './contract.ts';
import type { SteeredZone } from './find.ts';
import { countStates, poolStates } from './pool-view.ts';
import { presentMaintenance, presentOverride, type Scenery } from './view.ts';

/** One site with the pools that are there. */
export function viewSite(scenery: Scenery, { name: zone, steering }: SteeredZone, site: Site): SiteView {
  const target = { kind: 'site', zone, site: site.name } as const;
  const pools = [...steering.pools.values()].filter(pool => pool.site === site.name);
  const { measured, effective } = countStates(pools.flatMap(pool => poolStates(scenery, zone, pool)));
  return {
    zone: displayName(zone),
    name: site.name,
    declared: {
      region: site.region ?? null,
      zone: site.zone ?? null,
      country: site.country ?? null,
      coordinates: site.coordinates ? [...site.coordinates] : null,
      pools: pools.map(pool => pool.name),
    },
    intent: {
      override: presentOverride(scenery.intentOf('override', target)),
      maintenance: presentMaintenance(scenery.intentOf('maintenance', target)),
    },
    measured: { endpoints: measured },
    effective: { endpoints: effective },
  };
}
