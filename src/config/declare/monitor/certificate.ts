import type { ExpectedCertificate } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';

type Input = MonitorInputOf<'https'> | MonitorInputOf<'tls'>;

/** What a monitor expects of the certificate. */
export function declareCertificate({ sni, verify, min_days_left: minDaysLeft }: Input): ExpectedCertificate {
  return { ...(sni !== undefined && { sni }), verify, ...(minDaysLeft !== undefined && { minDaysLeft }) };
}
