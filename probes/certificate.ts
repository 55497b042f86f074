import type { TLSSocket } from 'node:tls';
import type { ExpectedCertificate } from '../src/model/monitor.ts';

const DAY_MS = 86_400_000;

/** What a check says of a certificate that is of no known authority, by the codes of OpenSSL. */
const TRUST_FAULTS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate of an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate of an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate of an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate of an unknown authority',
  CERT_HAS_EXPIRED: 'a certificate of its chain has expired',
};

/**
 * What is wrong with the certificate of the peer once the handshake is complete, in short; undefined where it is as expected. Its name
 * is judged as the socket's `checkServerIdentity` did (RFC 9525); `name` is for the message. The time is that of `nowMs`, in
 * milliseconds since the epoch.
 */
export function certificateFault(socket: TLSSocket, expected: ExpectedCertificate, name: string, nowMs: number): string | undefined {
  if (!expected.verify && expected.minDaysLeft === undefined) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return 'no certificate';
  const { validFromDate, validToDate } = certificate;
  const fault = lifetimeFault(validToDate.getTime() - nowMs, expected.minDaysLeft ?? 0);
  if (fault !== undefined || !expected.verify) return fault;
  const waitMs = validFromDate.getTime() - nowMs;
  if (waitMs > 0) return `certificate begins in ${days(waitMs)}`;
  return socket.authorized ? undefined : trustFault(String(socket.authorizationError), name);
}

function lifetimeFault(leftMs: number, minDays: number): string | undefined {
  if (leftMs < 0) return `certificate expired ${days(-leftMs)} ago`;
  if (leftMs < minDays * DAY_MS) return `certificate ends in ${days(leftMs)}, ${minDays} needed`;
  return undefined;
}

function trustFault(code: string, name: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `certificate is not for ${name}`;
  return TRUST_FAULTS[code] ?? `certificate not trusted: ${code}`;
}

function days(ms: number): string {
  const count = Math.floor(ms / DAY_MS);
  if (count === 0) return 'less than a day';
  return count === 1 ? '1 day' : `${count} days`;
}
