import type { PlanTtl } from '../api/ttl-plan.ts';
import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import { poolsOf } from '../lib/record-pools.ts';
import type { Monitor } from '../model/monitor.ts';
import type { SteeredRecord, Steering } from '../model/steering.ts';
import { planTtl } from '../ttl/plan.ts';
import type { PlannedRecord } from '../ttl/planned-record.ts';
import { inSlices } from './in-slices.ts';

export interface PlanTtlParts {
  readonly control: Pick<Control, 'served'>;
  readonly health: Pick<Health, 'vantages'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Plans the TTL of a record as it is served, a little at a time. */
export function ttlPlanner({ control, health, clock }: PlanTtlParts): PlanTtl {
  return async (zone, record, { vantages, ...question }) => {
    const { steering } = control.served.inputs.declared.zones.get(zone)!;
    const watched = watchedBy(steering!, record);
    if (watched.length === 0)
      return `no monitor decides on any pool of ${record.label}, so nobody finds out when one fails: no TTL helps against that`;
    const having = health.vantages.filter(({ voteless, present = true }) => voteless === undefined && present).length;
    const { label, ttl } = record;
    const plan = await inSlices(planTtl({ label, ttl, watched }, { ...question, vantages: vantages ?? Math.max(1, having) }), clock);
    const unwatched = unwatchedBy(steering!, record);
    return unwatched.length === 0
      ? plan
      : { ...plan, why: `${plan.why}; when pool ${unwatched.join(', ')} fails nobody finds out, for no monitor decides on it` };
  };
}

/** The pools that a record is steered to on which no monitor decides. */
function unwatchedBy({ pools, monitors }: Steering, { steer }: SteeredRecord): readonly string[] {
  const names = [...poolsOf({ steer, whenAllDown: { kind: 'serve_all' } })];
  return names.filter(name => !pools.get(name)!.monitors.some(each => monitors.get(each)!.role === 'vote'));
}

/** The monitors that decide on the pools that a record is steered to. */
function watchedBy({ pools, monitors }: Steering, { steer }: SteeredRecord): PlannedRecord['watched'] {
  const endpoints = new Map<Monitor, number>();
  for (const name of poolsOf({ steer, whenAllDown: { kind: 'serve_all' } })) {
    const pool = pools.get(name)!;
    for (const each of pool.monitors) {
      const monitor = monitors.get(each)!;
      if (monitor.role === 'vote') endpoints.set(monitor, (endpoints.get(monitor) ?? 0) + pool.endpoints.length);
    }
  }
  return [...endpoints].map(([monitor, count]) => ({ monitor, endpoints: count }));
}
