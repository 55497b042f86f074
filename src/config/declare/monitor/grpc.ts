import type { GrpcCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

/** What a monitor of type `grpc` checks. */
export function declareGrpc(draft: Draft, name: string, input: MonitorInputOf<'grpc'>): GrpcCheck {
  const { type, port, service, tls, verify = true } = input;
  if (input.verify !== undefined && !tls)
    draft.errorAtKey(['monitors', name, 'verify'], 'there is no certificate to verify without `tls: true`');
  const authority = input.authority === undefined ? {} : { authority: input.authority };
  return { type, port, service, tls, verify, ...authority };
}
