import { endpointKey } from '../../lib/keys.ts';
import type { EndpointState } from '../../model/effective.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { BrakeMark, LeastHealthy, Safety } from '../../model/safety.ts';
import type { Pool, Steering } from '../../model/steering.ts';
import type { Name } from '../../model/zone.ts';
import { poolScope, recordScopes, type SteerOf } from './scopes.ts';

/** One endpoint of a zone with a brake. */
export interface Seat {
  readonly key: EndpointKey;
  readonly pool: PoolSeats;
  /** As it is without the brake; undefined: not told yet. */
  state: EndpointState | undefined;
  /** What the brake made of it, where it is measured down and no operator decides. */
  mark: BrakeMark | undefined;
  /** Where it is held: by what limit. */
  because: string;
}

/** The endpoints of one pool, and every limit that bears on them. */
export interface PoolSeats {
  readonly pool: Pool;
  readonly seats: Seat[];
  readonly scopes: Scope[];
}

/** What a limit is of: a pool, or all that a record may be answered from. */
export interface Scope {
  readonly kind: 'pool' | 'record';
  readonly parts: readonly Part[];
  /** The most that goes within the window, 0 to 1; 1: all of it. */
  readonly maxRemoved: number;
  readonly floor: LeastHealthy | undefined;
  /** Whether nothing of it is held once nothing of it is well: holding then guards nothing. */
  readonly givesWay: boolean;
  /** What an operator calls it. */
  readonly name: () => string;
}

export interface Part {
  readonly pool: PoolSeats;
  /** The parts of a scope sum to 1. */
  readonly share: number;
}

/** What a zone's file says of its brake. */
export interface Braked {
  readonly zone: Name;
  readonly steering: Steering;
  readonly safety: Safety;
  readonly steerOf: SteerOf;
}

/** The endpoints of a zone with the limits that bear on each. */
export interface Layout extends Braked {
  readonly seats: ReadonlyMap<EndpointKey, Seat>;
}

/** Lays out the limits of a zone; `before` lends what is known of endpoints that stay. */
export function layOut(braked: Braked, before?: Layout): Layout {
  const { zone, steering, safety } = braked;
  const pools = new Map([...steering.pools.values()].map(pool => [pool.name, seatsOf(zone, pool, before)]));
  if (safety.maxRemoved.poolPercent !== undefined) for (const pool of pools.values()) addScope(poolScope(pool, safety));
  for (const scope of recordScopes(braked, pools)) addScope(scope);
  const seats = [...pools.values()].flatMap(pool => pool.seats);
  return { ...braked, seats: new Map(seats.map(seat => [seat.key, seat])) };
}

function seatsOf(zone: Name, pool: Pool, before: Layout | undefined): PoolSeats {
  const own: PoolSeats = { pool, scopes: [], seats: [] };
  for (const { name } of pool.endpoints) {
    const key = endpointKey(zone, pool.name, name);
    const { state, mark, because = '' } = before?.seats.get(key) ?? {};
    own.seats.push({ key, pool: own, state, mark, because });
  }
  return own;
}

function addScope(scope: Scope): void {
  for (const { pool } of scope.parts) pool.scopes.push(scope);
}
