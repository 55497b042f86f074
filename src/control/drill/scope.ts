import { displayName } from '../../lib/dns-name.ts';
import { endpointKey } from '../../lib/keys.ts';
import { poolsOf } from '../../lib/record-pools.ts';
import type { Declared } from '../../model/declared.ts';
import type { AwayFrom, DrillPlan } from '../../model/drill.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { IntentTarget } from '../../model/intent.ts';
import type { Pool, SteeredRecord, Steering } from '../../model/steering.ts';
import type { Name } from '../../model/zone.ts';

/** What a drill forces down: of a site, the pools that its record is answered from, and nothing else of that site. */
export interface DrillScope {
  readonly targets: readonly IntentTarget[];
  readonly endpoints: ReadonlySet<EndpointKey>;
  /** Owners of the other records that may be answered from them. */
  readonly sharedWith: readonly Name[];
}

/** A plan that names what there is not; the message says what is wrong, and `field` where. */
export class ScopeError extends Error {
  readonly field: 'record' | 'away_from';

  constructor(field: ScopeError['field'], message: string) {
    super(message);
    this.field = field;
  }
}

/** What a plan comes to in the zones as they are. Throws ScopeError. */
export function scopeOf({ zones }: Declared, { zone, owner, awayFrom }: Pick<DrillPlan, 'zone' | 'owner' | 'awayFrom'>): DrillScope {
  const steering = zones.get(zone)?.steering;
  const record = steering?.records.find(each => each.owner === owner);
  if (!steering || !record) throw new ScopeError('record', `${displayName(owner)} is no steered record of ${displayName(zone)}`);
  const pools = poolsAwayFrom(steering, record, awayFrom);
  const single = awayFrom.kind === 'endpoint' ? awayFrom.endpoint : undefined;
  const names = new Set(pools.map(({ name }) => name));
  const sharing = steering.records.filter(each => each !== record && [...poolsOf(each)].some(pool => names.has(pool)));
  return {
    targets: pools.map(({ name: pool }) =>
      single === undefined ? { kind: 'pool', zone, pool } : { kind: 'endpoint', zone, pool, endpoint: single },
    ),
    endpoints: new Set(pools.flatMap(pool => keysOf(zone, pool, single))),
    sharedWith: sharing.map(each => each.owner),
  };
}

function keysOf(zone: Name, { name, endpoints }: Pool, single: string | undefined): EndpointKey[] {
  return endpoints.flatMap(endpoint => (single === undefined || endpoint.name === single ? [endpointKey(zone, name, endpoint.name)] : []));
}

function poolsAwayFrom({ pools }: Steering, record: SteeredRecord, awayFrom: AwayFrom): Pool[] {
  const own = [...poolsOf(record)].flatMap(name => pools.get(name) ?? []);
  const found = own.filter(pool => (awayFrom.kind === 'site' ? pool.site === awayFrom.site : pool.name === awayFrom.pool));
  if (found.length === 0) {
    const names = [...new Set(own.map(({ name, site }) => (awayFrom.kind === 'site' ? site : name)))];
    const kind = awayFrom.kind === 'site' ? 'site' : 'pool';
    const name = awayFrom.kind === 'site' ? awayFrom.site : awayFrom.pool;
    throw new ScopeError('away_from', `${record.label} has no ${kind} "${name}"; it has ${names.join(', ')}`);
  }
  if (awayFrom.kind === 'endpoint' && !found.some(({ endpoints }) => endpoints.some(({ name }) => name === awayFrom.endpoint))) {
    const names = found.flatMap(({ endpoints }) => endpoints.map(({ name }) => name));
    throw new ScopeError('away_from', `pool "${awayFrom.pool}" has no endpoint "${awayFrom.endpoint}"; it has ${names.join(', ')}`);
  }
  return found;
}
