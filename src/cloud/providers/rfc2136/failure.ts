import { displayName } from '../../../lib/dns-name.ts';
import { formatSocketAddress } from '../../../lib/socket-address.ts';
import type { CloudErrorKind } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import { updateRcodeName } from '../../dns/codes.ts';
import { NoAnswer } from '../../dns/no-answer.ts';
import { type DnsPeer, TransferRefused } from '../../dns/session.ts';
import { FUDGE_SECONDS, TsigError } from '../../dns/tsig.ts';
import { CloudError } from '../../provider.ts';

const PREREQUISITE = 'the records are not as they were read: somebody else has changed them';

/** What an RCODE means to us, and what an operator does about it (RFC 2136 section 2.2). */
const MEANINGS: Readonly<Record<string, readonly [kind: CloudErrorKind, meaning: string]>> = {
  YXDOMAIN: ['reread', PREREQUISITE],
  YXRRSET: ['reread', PREREQUISITE],
  NXDOMAIN: ['reread', PREREQUISITE],
  NXRRSET: ['reread', PREREQUISITE],
  SERVFAIL: ['retry', 'it has a fault of its own'],
  REFUSED: ['stop', 'it does not allow this; expected a server that allows updates and queries to this key and address'],
  NOTAUTH: ['stop', 'it is not the primary of the zone, or does not accept the key'],
  NOTZONE: ['stop', 'a name lies outside the zone'],
  NOTIMP: ['stop', 'it does not know dynamic updates'],
  FORMERR: ['stop', 'it cannot read the message'],
};

/** The error that an RCODE other than NOERROR is. */
export function rcodeFailure({ at }: DnsPeer, zone: Name, rcode: number): CloudError {
  const code = updateRcodeName(rcode);
  const [kind, meaning] = MEANINGS[code] ?? (['stop', 'an answer that nobody expects'] as const);
  return new CloudError(`${formatSocketAddress(at)} answers ${code} for ${displayName(zone)}: ${meaning}`, { kind, code });
}

/** What was thrown by an exchange, in the words of a provider; what is none of its errors is given as it is. */
export function exchangeFailure(peer: DnsPeer, error: unknown, nowMs: number): unknown {
  if (error instanceof NoAnswer) return new CloudError(error.message, { kind: 'retry', code: 'NoAnswer', cause: error });
  if (error instanceof TransferRefused)
    return new CloudError(`${formatSocketAddress(peer.at)}: ${error.message}`, { kind: 'stop', code: 'TransferRefused' });
  if (!(error instanceof TsigError)) return error;
  return new CloudError(`${formatSocketAddress(peer.at)} ${tsigSentence(peer, error, nowMs)}`, { kind: 'stop', code: CODES[error.fault] });
}

const CODES = {
  unsigned: 'Unsigned',
  'other-key': 'OtherKey',
  'bad-key': 'BADKEY',
  'bad-signature': 'BADSIG',
  'bad-time': 'BADTIME',
  'bad-truncation': 'BADTRUNC',
} as const;

function tsigSentence({ key }: DnsPeer, { fault, serverTimeMs }: TsigError, nowMs: number): string {
  const called = key ? `${displayName(key.name)} (${key.algorithm})` : '';
  switch (fault) {
    case 'unsigned':
      return 'answers without a signature; expected one by the key that the request was signed with';
    case 'other-key':
      return `signs its answer with another key than ${called}`;
    case 'bad-key':
      return `does not know the key ${called}; expected one of that name and algorithm in its configuration`;
    case 'bad-signature':
      return `has another secret for the key ${called}; expected the same on both sides`;
    case 'bad-truncation':
      return `does not accept how long the signature by the key ${called} is`;
    case 'bad-time':
      return skewSentence(serverTimeMs, nowMs);
  }
}

function skewSentence(serverTimeMs: number | undefined, nowMs: number): string {
  const most = `${FUDGE_SECONDS} s apart at most`;
  if (serverTimeMs === undefined) return `does not accept the time of the signature; the clocks may be ${most}`;
  const behind = Math.round((serverTimeMs - nowMs) / 1000);
  const where = `${Math.abs(behind)} s ${behind > 0 ? 'behind' : 'ahead of'} it`;
  return `does not accept the time of the signature: its clock says ${isoSeconds(serverTimeMs)}, the one here ${isoSeconds(nowMs)}, ${where}; expected clocks ${most}`;
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
