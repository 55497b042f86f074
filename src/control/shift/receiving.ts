import type { Declared } from '../../model/declared.ts';
import type { EndpointStates } from '../../model/effective.ts';
import type { ShiftPlan } from '../../model/shift.ts';
import { survivorFault, survivorsOf } from '../drill/survivors.ts';

/** How the pools are that gain clients: well; an endpoint in doubt, so that nothing more is sent there yet; or too few up. */
export type Receiving = { readonly kind: 'well' } | { readonly kind: 'doubted' | 'unhealthy'; readonly because: string };

interface Receivers {
  readonly plan: Pick<ShiftPlan, 'zone' | 'minHealthyPercent'>;
  readonly receiving: readonly string[];
}

/** Judges the receiving side of a shift as drills judge those who take clients over. */
export function judgeReceiving({ plan, receiving }: Receivers, declared: Declared, states: EndpointStates): Receiving {
  const standings = survivorsOf({ ...plan, survivors: receiving, except: new Set() }, declared, states);
  const because = survivorFault(standings);
  if (because !== undefined) return { kind: 'unhealthy', because };
  const doubted = standings.flatMap(standing => standing.doubted.map(each => `${standing.pool}: ${each}, and that is in doubt`));
  return doubted.length === 0 ? { kind: 'well' } : { kind: 'doubted', because: doubted.join('; ') };
}
