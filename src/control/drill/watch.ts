import { displayName } from '../../lib/dns-name.ts';
import { endpointKey, intentTargetKey } from '../../lib/keys.ts';
import { poolsOf } from '../../lib/record-pools.ts';
import { writeTarget } from '../../lib/target-text.ts';
import type { Declared } from '../../model/declared.ts';
import type { Drill } from '../../model/drill.ts';
import type { EndpointStates } from '../../model/effective.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { Intent, IntentTarget } from '../../model/intent.ts';
import type { Pool } from '../../model/steering.ts';
import { placeOf } from '../describe-change.ts';
import { ownTargets } from './overrides.ts';
import { survivorFault, survivorsOf } from './survivors.ts';

export interface Surroundings {
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly intents: readonly Intent[];
}

/** Why a drill whose clients are away may not go on as things are; undefined: it may. */
export function faultNow(drill: Drill, { declared, states, intents }: Surroundings): string | undefined {
  const { plan, survivors, targets } = drill;
  const own = new Set(ownTargets(drill, intents).map(intentTargetKey));
  const lost = targets.filter(target => !own.has(intentTargetKey(target)));
  if (lost.length > 0) return `its override of ${lost.map(writeTarget).join(', ')} was released or replaced`;
  const record = declared.zones.get(plan.zone)?.steering?.records.find(({ owner }) => owner === plan.owner);
  if (!record) return `${displayName(plan.owner)} is no steered record of ${displayName(plan.zone)} any more`;
  const gone = targets.filter(target => keysOf(target, declared).length === 0);
  if (gone.length > 0) return `${gone.map(writeTarget).join(', ')} is not declared any more`;
  const used = poolsOf(record);
  const unused = targets.filter(target => target.kind !== 'site' && !used.has(target.pool));
  if (unused.length > 0) return `${record.label} is not answered from ${unused.map(writeTarget).join(', ')} any more`;
  const except = new Set(movedKeys(drill, declared));
  return survivorFault(survivorsOf({ ...plan, survivors, except }, declared, states));
}

/** The endpoints that a drill forces down. */
export function movedKeys({ targets }: Pick<Drill, 'targets'>, declared: Declared): EndpointKey[] {
  return targets.flatMap(target => keysOf(target, declared));
}

/** The endpoints of the pools that take clients over. */
export function survivorKeys({ plan: { zone }, survivors, targets }: Drill, declared: Declared): EndpointKey[] {
  const moved = new Set(movedKeys({ targets }, declared));
  return survivors.flatMap(pool => keysOf({ kind: 'pool', zone, pool }, declared)).filter(key => !moved.has(key));
}

/** Those of the endpoints that are not up, now that nothing forces them down. */
export function notUp(keys: readonly EndpointKey[], states: EndpointStates): string[] {
  return keys.flatMap(key => {
    const state = states.get(key);
    return state === undefined || state.effective === 'up' ? [] : [`${placeOf(state)} (${state.effective}: ${state.measured.reason})`];
  });
}

function keysOf(target: IntentTarget, { zones }: Declared): EndpointKey[] {
  const pools = zones.get(target.zone)?.steering?.pools;
  if (target.kind === 'site') return [];
  const pool = pools?.get(target.pool);
  if (!pool) return [];
  return endpointsOf(pool, target).map(name => endpointKey(target.zone, pool.name, name));
}

function endpointsOf({ endpoints }: Pool, target: Exclude<IntentTarget, { kind: 'site' }>): string[] {
  const names = endpoints.map(({ name }) => name);
  return target.kind === 'pool' ? names : names.filter(name => name === target.endpoint);
}
