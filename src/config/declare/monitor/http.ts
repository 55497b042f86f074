import type { HttpCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';
import { declareExchange } from './exchange.ts';

/** What a monitor of type `http` checks. */
export function declareHttp(draft: Draft, name: string, input: MonitorInputOf<'http'>): HttpCheck {
  return { type: input.type, ...declareExchange(draft, name, input) };
}
