import type { HttpsCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';
import { declareCertificate } from './certificate.ts';
import { declareExchange } from './exchange.ts';

/** What a monitor of type `https` checks. */
export function declareHttps(draft: Draft, name: string, input: MonitorInputOf<'https'>): HttpsCheck {
  return { type: input.type, ...declareExchange(draft, name, input), ...declareCertificate(input) };
}
