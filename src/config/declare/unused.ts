import type { Steering } from '../../model/steering.ts';
import type { Draft } from './draft.ts';
import { poolsOfRecord } from './tree.ts';

/** Warns of sites and monitors that no pool names, and of pools that no record names. */
export function noteUnused(draft: Draft, { sites, monitors, pools, records }: Steering): void {
  const usedPools = new Set(records.flatMap(record => [...poolsOfRecord(record)]));
  const declared = [...pools.values()];
  const usedSites = new Set(declared.map(pool => pool.site));
  const usedMonitors = new Set(declared.flatMap(pool => pool.monitors));
  const note = (section: string, names: Iterable<string>, used: ReadonlySet<string>, by: string) => {
    for (const name of names) if (!used.has(name)) draft.warningAtKey([section, name], `no ${by} uses it`);
  };
  note('sites', sites.keys(), usedSites, 'pool');
  note('monitors', monitors.keys(), usedMonitors, 'pool');
  note('pools', pools.keys(), usedPools, 'record');
}
