import type { TlsCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';
import { declareCertificate } from './certificate.ts';

/** What a monitor of type `tls` checks. */
export function declareTls(_draft: Draft, _name: string, input: MonitorInputOf<'tls'>): TlsCheck {
  const { type, port, alpn = [] } = input;
  return { type, port, alpn, ...declareCertificate(input) };
}
