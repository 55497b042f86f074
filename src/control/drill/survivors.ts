import { endpointKey } from '../../lib/keys.ts';
import type { Declared } from '../../model/declared.ts';
import type { EndpointState, EndpointStates } from '../../model/effective.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { Pool } from '../../model/steering.ts';
import type { Name } from '../../model/zone.ts';

/** How healthy pools must be that take clients over. */
export interface SurvivorRule {
  readonly zone: Name;
  /** Names of pools. */
  readonly survivors: readonly string[];
  readonly minHealthyPercent: number;
  /** Endpoints that the drill itself forces down: they are not expected to be up. */
  readonly except: ReadonlySet<EndpointKey>;
}

/** How one survivor stands. */
export interface SurvivorStanding {
  readonly pool: string;
  readonly up: number;
  readonly of: number;
  readonly needed: number;
  /** Its endpoints that are not up, and why. */
  readonly faults: readonly string[];
  /** Whether it is up, but the verdict on an endpoint may turn at any moment. */
  readonly doubted: readonly string[];
}

/** How each survivor stands; a pool that is not declared any more stands with nothing. */
export function survivorsOf(rule: SurvivorRule, declared: Declared, states: EndpointStates): SurvivorStanding[] {
  const pools = declared.zones.get(rule.zone)?.steering?.pools;
  return rule.survivors.map(name => {
    const pool = pools?.get(name);
    return pool
      ? standingOf(rule, pool, states)
      : { pool: name, up: 0, of: 0, needed: 1, faults: ['it is not declared any more'], doubted: [] };
  });
}

function standingOf({ zone, minHealthyPercent, except }: SurvivorRule, pool: Pool, states: EndpointStates): SurvivorStanding {
  const keys = pool.endpoints.map(({ name }) => endpointKey(zone, pool.name, name)).filter(key => !except.has(key));
  const endpoints = keys.flatMap(key => states.get(key) ?? []);
  const up = endpoints.filter(isWell);
  return {
    pool: pool.name,
    up: up.length,
    of: keys.length,
    needed: Math.max(pool.minUp, Math.ceil((keys.length * minHealthyPercent) / 100)),
    faults: endpoints.filter(state => !isWell(state)).map(describe),
    doubted: up.filter(({ measured }) => measured.wavering).map(describe),
  };
}

/** An operator's word that something is up says nothing of whether it is; nor does a verdict that nobody looks after. */
function isWell({ measured, effective, override }: EndpointState): boolean {
  return measured.verdict === 'up' && effective === 'up' && override === undefined && isWatched(measured);
}

/** A verdict that nothing can turn is held, or of an endpoint without a monitor. */
function isWatched({ outlook }: EndpointState['measured']): boolean {
  return outlook.turnsInMs < Number.POSITIVE_INFINITY;
}

function describe({ key, measured, override }: EndpointState): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const forced = override === undefined ? '' : `, forced ${override}`;
  const unwatched = measured.verdict === 'up' && !isWatched(measured) ? ', and nobody looks at it' : '';
  return `${name} is measured ${measured.verdict}${forced}${unwatched} (${measured.reason})`;
}

/** What is wrong with survivors, in words; undefined: all of them are healthy enough. */
export function survivorFault(standings: readonly SurvivorStanding[]): string | undefined {
  const weak = standings.filter(({ up, needed }) => up < needed);
  if (weak.length === 0) return undefined;
  return weak
    .map(
      ({ pool, up, of, needed, faults }) =>
        `pool ${pool} has ${up} of ${of} endpoints up and needs ${needed}: ${faults.join(', ') || 'there are no more'}`,
    )
    .join('; ');
}
