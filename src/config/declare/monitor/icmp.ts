import type { IcmpCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

/** What a monitor of type `icmp` checks. */
export function declareIcmp(_draft: Draft, _name: string, { type, size }: MonitorInputOf<'icmp'>): IcmpCheck {
  return { type, size };
}
