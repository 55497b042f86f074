import { displayName } from '../lib/dns-name.ts';
import { fitRatio } from '../lib/ratio.ts';
import { typeName } from '../lib/rr-type.ts';
import { steeredRecord } from '../lib/steered-record.ts';
import type { DeclaredZone } from '../model/declared.ts';
import type { SteeredRecord } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { RecordView, SteeredView } from './contract.ts';
import type { SteeredZone } from './find.ts';
import { effectivePoolState, poolStates, viewPool } from './pool-view.ts';
import { presentRdata } from './rdata.ts';
import { poolNames, presentTree, presentWhenAllDown } from './tree.ts';
import { presentRatio, type Scenery } from './view.ts';

/** One steered record set: its tree as declared, the ratio laid over it, what comes of it, and the state of each pool in it. */
export function viewSteered(scenery: Scenery, zone: SteeredZone, record: SteeredRecord): SteeredView {
  const ratio = scenery.intentOf('ratio', { kind: 'record', zone: zone.name, owner: record.owner });
  const fit = ratio && fitRatio(record.steer, ratio.weights);
  return {
    name: record.label,
    owner: displayName(record.owner),
    declared: {
      ttl: { min_seconds: record.ttl.minSeconds, max_seconds: record.ttl.maxSeconds },
      steer: presentTree(record.steer),
      when_all_down: presentWhenAllDown(record.whenAllDown),
    },
    intent: { ratio: presentRatio(ratio, fit?.fits ?? false) },
    effective: {
      steer: presentTree(fit?.fits ? fit.steer : record.steer),
      pools: poolsOf(zone, record).map(pool => ({ name: pool.name, state: effectiveState(scenery, zone.name, pool) })),
    },
  };
}

/** Everything known of one owner name; undefined where the zone has nothing there. */
export function viewOwner(scenery: Scenery, zone: DeclaredZone, owner: Name): Omit<RecordView, 'generation'> | undefined {
  const sets = [...(zone.nodes.get(owner)?.sets.values() ?? [])];
  const { name, steering } = zone;
  const record = steering && steeredRecord(steering, owner);
  if (sets.length === 0 && !record) return undefined;
  const steered = steering && record ? { zone: { name, steering }, record } : undefined;
  return {
    zone: displayName(name),
    owner: displayName(owner),
    static: sets.map(({ type, ttl, rdata }) => ({ type: typeName(type), ttl, records: rdata.map(data => presentRdata(type, data)) })),
    steered: steered ? viewSteered(scenery, steered.zone, steered.record) : null,
    pools: steered ? poolsOf(steered.zone, steered.record).map(pool => viewPool(scenery, name, pool)) : [],
  };
}

function poolsOf({ steering }: SteeredZone, { steer, whenAllDown }: SteeredRecord) {
  const names = new Set([...poolNames(steer), ...(whenAllDown.kind === 'pool' ? [whenAllDown.pool] : [])]);
  return [...names].flatMap(name => steering.pools.get(name) ?? []);
}

function effectiveState(scenery: Scenery, zone: Name, pool: Parameters<typeof poolStates>[2]) {
  return effectivePoolState(poolStates(scenery, zone, pool), pool.minUp);
}
