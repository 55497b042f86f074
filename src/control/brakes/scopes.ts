import { formatDuration } from '../../lib/duration.ts';
import type { LeastHealthy, Safety } from '../../model/safety.ts';
import type { SteeredRecord, SteeringNode } from '../../model/steering.ts';
import type { Braked, PoolSeats, Scope } from './layout.ts';
import { type Shares, sharesOf } from './shares.ts';

/** How a record is steered: as its file says, or with an operator's ratio in it. */
export type SteerOf = (record: SteeredRecord) => SteeringNode;

/** As many records as a line has room for. */
const NAMED = 3;

/** The limit of one pool. */
export function poolScope(pool: PoolSeats, { maxRemoved }: Safety): Scope {
  return {
    kind: 'pool',
    parts: [{ pool, share: 1 }],
    maxRemoved: maxRemoved.poolPercent! / 100,
    floor: undefined,
    givesWay: true,
    name: () => `pool ${pool.pool.name}`,
  };
}

/** The limits of a zone's records; those that are made of the same parts are one. */
export function recordScopes({ steering, safety, steerOf }: Braked, pools: ReadonlyMap<string, PoolSeats>): Scope[] {
  const { maxRemoved, minHealthy } = safety;
  if (maxRemoved.recordPercent === undefined && minHealthy === undefined) return [];
  const groups = Map.groupBy(steering.records, record => `${givesWay(record, minHealthy)} ${textOf(sharesOf(steerOf(record)))}`);
  return [...groups.values()].map(records => ({
    kind: 'record',
    parts: [...sharesOf(steerOf(records[0]!))].map(([name, share]) => ({ pool: pools.get(name)!, share })),
    maxRemoved: (maxRemoved.recordPercent ?? 100) / 100,
    floor: minHealthy,
    givesWay: givesWay(records[0]!, minHealthy),
    name: () => nameOf(records),
  }));
}

/** The same text for the same parts, found once for each tree. */
const TEXTS = new WeakMap<Shares, string>();

function textOf(shares: Shares): string {
  const known = TEXTS.get(shares);
  if (known !== undefined) return known;
  const text = [...shares]
    .map(([pool, share]) => `${pool} ${share}`)
    .sort()
    .join(' ');
  TEXTS.set(shares, text);
  return text;
}

/** `serve_all` answers with everything, which is more than a brake would hold. Of what else may come, `min_healthy` asks for better. */
function givesWay({ whenAllDown }: SteeredRecord, minHealthy: LeastHealthy | undefined): boolean {
  return whenAllDown.kind === 'serve_all' || minHealthy === undefined;
}

function nameOf(records: readonly SteeredRecord[]): string {
  const names = records.slice(0, NAMED).map(({ label }) => label);
  const more = records.length > NAMED ? ` and ${records.length - NAMED} more` : '';
  return `${records.length === 1 ? 'record' : 'records'} ${names.join(', ')}${more}`;
}

/** The limit that `max_removed` sets, in words. */
export function sayRate({ maxRemoved, name }: Scope, { windowMs, gate }: Safety): string {
  const rule = `at most ${Math.round(maxRemoved * 100)} % of ${name()} is taken out within ${formatDuration(windowMs)}`;
  return gate === 'manual' ? `${rule}, and the rest when an operator opens the brake` : rule;
}

/** The limit that `min_healthy` sets, in words. */
export function sayFloor({ floor, name }: Scope): string {
  if (floor?.kind === 'percent') return `at least ${floor.percent} % of ${name()} stays`;
  return floor?.count === 1 ? `at least 1 endpoint of ${name()} stays` : `at least ${floor?.count ?? 0} endpoints of ${name()} stay`;
}
