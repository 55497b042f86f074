import type { ProbeTarget } from '../model/health.ts';

/** A text that is the same for targets that one probe observes: the same check of the same address at the same interval, confirmed or not. */
export function sameProbe({
  address,
  monitor: { intervalMs, timeoutMs, confirmMs, check },
}: Pick<ProbeTarget, 'address' | 'monitor'>): string {
  return JSON.stringify([address.family, address.text, intervalMs, timeoutMs, confirmMs === undefined, Object.entries(check).sort()]);
}
