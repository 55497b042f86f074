import { isDeepStrictEqual } from 'node:util';
import type { Probe } from '../model/health.ts';

/** Whether probing the two makes no difference: what is known from the one, and its turns, hold for the other. */
export function isProbedAlike(a: Probed, b: Probed): boolean {
  return (
    a.site === b.site &&
    a.address.text === b.address.text &&
    a.monitor.intervalMs === b.monitor.intervalMs &&
    a.monitor.timeoutMs === b.monitor.timeoutMs &&
    isDeepStrictEqual(a.monitor.check, b.monitor.check)
  );
}

type Probed = Pick<Probe, 'site' | 'address'> & { readonly monitor: Pick<Probe['monitor'], 'intervalMs' | 'timeoutMs' | 'check'> };
