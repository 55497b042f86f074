import { displayName } from '../lib/dns-name.ts';
import type { DeclaredZone } from '../model/declared.ts';
import type { Name } from '../model/zone.ts';
import { recordList, recordView, type ZoneView, zoneAnswer, zoneList } from './contract.ts';
import { findZone } from './find.ts';
import type { Snapshot } from './operations.ts';
import { viewPool } from './pool-view.ts';
import { recordAt } from './record-at.ts';
import { viewSteered } from './record-view.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { viewSite } from './site-view.ts';
import { type Scenery, sceneryOf } from './view.ts';

/** Zones and their records: declared, intended and in effect. */
export function zoneRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/zones',
      summary: 'Every zone with its steered records, pools and sites',
      reach: 'itself',
      answer: zoneList,
      handle({ mayZone }) {
        const snapshot = operations.snapshot();
        const scenery = sceneryOf(snapshot);
        return { generation: snapshot.generation, zones: zonesOf(snapshot, mayZone).map(zone => viewZone(scenery, zone)) };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}',
      summary: 'One zone with its steered records, pools and sites',
      answer: zoneAnswer,
      versioned: true,
      handle({ params }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...viewZone(sceneryOf(snapshot), findZone(snapshot.declared, params.zone)) };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/records',
      summary: 'The steered records of a zone',
      answer: recordList,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const zone = findZone(snapshot.declared, params.zone);
        return { generation: snapshot.generation, records: viewZone(sceneryOf(snapshot), zone).records };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/records/{name}',
      summary: 'Everything known of one name: `www`, `@`, `*.shop`, or a full name with its final dot',
      answer: recordView,
      versioned: true,
      handle({ params }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...recordAt(snapshot, params).view() };
      },
    }),
  ];
}

function zonesOf({ declared }: Snapshot, mayZone: (zone: Name) => boolean): DeclaredZone[] {
  return [...declared.zones.values()].filter(({ name }) => mayZone(name));
}

function countSets({ nodes }: DeclaredZone): number {
  let count = 0;
  for (const { sets } of nodes.values()) count += sets.size;
  return count;
}

function viewZone(scenery: Scenery, zone: DeclaredZone): ZoneView {
  const { name, steering } = zone;
  const summary = { name: displayName(name), serial: scenery.snapshot.zoneSerials.get(name) ?? null, static_record_sets: countSets(zone) };
  if (!steering) return { ...summary, records: [], pools: [], sites: [] };
  return {
    ...summary,
    records: steering.records.map(record => viewSteered(scenery, { name, steering }, record)),
    pools: [...steering.pools.values()].map(pool => viewPool(scenery, name, pool)),
    sites: [...steering.sites.values()].map(site => viewSite(scenery, { name, steering }, site)),
  };
}
