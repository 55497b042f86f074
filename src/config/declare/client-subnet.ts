import type { Pool, SteeredRecord, SteeringNode } from '../../model/steering.ts';
import type { Draft } from './draft.ts';
import { nodesFrom, poolsOfRecord } from './tree.ts';

const LOOKING: ReadonlySet<SteeringNode['policy']> = new Set(['geo', 'nearest', 'subnet', 'sticky']);

/** Warns of a record that is to ignore client subnets and answers all clients alike anyway. */
export function noteUselessIgnore(draft: Draft, record: SteeredRecord, pools: ReadonlyMap<string, Pool>): void {
  const looks =
    [...nodesFrom(record.steer)].some(({ policy }) => LOOKING.has(policy)) ||
    [...poolsOfRecord(record)].some(pool => pools.get(pool)?.select === 'sticky');
  if (!looks) draft.warning(['records', record.label, 'ecs'], 'no policy here looks at the client, so there is nothing to ignore');
}
