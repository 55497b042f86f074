import type { EndpointState } from '../../model/effective.ts';
import type { Seat } from './layout.ts';

/** The state of an endpoint with what its brake makes of it: one that is held is answered as it was, and says why. What was measured stays. */
export function lay(state: EndpointState, { mark, because }: Pick<Seat, 'mark' | 'because'>): EndpointState {
  if (mark?.state !== 'held') return state;
  return { ...state, effective: 'up', held: { sinceMs: mark.atMs, because } };
}
