import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TlsCheck } from '../../src/model/monitor.ts';
import type { Check, CheckResult } from '../check.ts';
import { hostOf, throughConnection } from '../connection.ts';
import { openStream } from '../stream.ts';

/** Passes when the TLS handshake is complete, the certificate as expected, and a protocol agreed on if some are offered. */
export const checkTls: Check<TlsCheck> = (settings, address, context) => {
  const { port, alpn, sni: name = hostOf(address) } = settings;
  return throughConnection(context.deadline, conclude =>
    openStream({ address, port, tls: { name, expected: settings, alpn } }, context, {
      ready: stream => conclude(judgeProtocol(stream, alpn)),
      refused: reason => conclude({ ok: false, reason }),
    }),
  );
};

function judgeProtocol(stream: Socket, alpn: readonly string[]): CheckResult {
  // A peer that does not know ALPN agrees to nothing and goes on.
  const agreed = alpn.length === 0 || (stream instanceof TLSSocket && typeof stream.alpnProtocol === 'string');
  return agreed ? { ok: true, reason: 'handshake complete' } : { ok: false, reason: 'no ALPN protocol in common' };
}
