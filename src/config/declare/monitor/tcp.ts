import type { TcpCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

/** What a monitor of type `tcp` checks. */
export function declareTcp(_draft: Draft, _name: string, { type, port, send, expect }: MonitorInputOf<'tcp'>): TcpCheck {
  return { type, port, ...(send !== undefined && { send }), ...(expect !== undefined && { expect }) };
}
