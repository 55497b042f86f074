import { endpointsAt } from '../lib/bearing.ts';
import { isInForce } from '../lib/in-force.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Intent } from '../model/intent.ts';

export interface IntentsChanged {
  readonly declared: Declared;
  readonly before: readonly Intent[];
  readonly after: readonly Intent[];
  /** That follow from `before`. */
  readonly states: EndpointStates;
  readonly nowMs: number;
}

/**
 * The endpoints whose states may differ because other intents are in force, by `after` or by the time: one change of thousands of intents is
 * to cost no more than what it is about.
 */
export function endpointsConcerned({ declared, before, after, states, nowMs }: IntentsChanged): Set<EndpointKey> {
  const kept = new Set(after);
  const known = new Set(before);
  const gone = before.filter(intent => !kept.has(intent));
  const changed = after.filter(intent => !known.has(intent) || turned(intent));
  const concerned = new Set<EndpointKey>();
  for (const { target } of [...gone, ...changed]) for (const key of endpointsAt(declared, target)) concerned.add(key);
  return concerned;

  /** Whether it has begun or ended since the states were derived: they have all intents that were in force then. */
  function turned(intent: Intent): boolean {
    if (intent.kind !== 'maintenance' && intent.expiresAtMs === undefined) return false;
    const [first] = endpointsAt(declared, intent.target);
    return first !== undefined && (states.get(first)?.intents.includes(intent) ?? false) !== isInForce(intent, nowMs);
  }
}
