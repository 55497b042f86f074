import type { CloudErrorKind } from '../../../model/cloud.ts';

/** What an error code of AliDNS asks for. Source: the API reference of Alibaba Cloud DNS (2015-01-09), error codes of each action. */
const KINDS: Readonly<Record<CloudErrorKind, readonly string[]>> = {
  retry: [
    'Throttling',
    'Throttling.User',
    'Throttling.Api',
    'Rejected.Throttling',
    'ServiceUnavailable',
    'ServiceUnavailableTemporary',
    'LastOperationNotFinished',
    'InternalError',
    'DnsSystemBusyness',
    'RecordForbidden.DNSChange',
    // A nonce that was used: the next call draws another.
    'SignatureNonceUsed',
  ],
  reread: ['DomainRecordDuplicate', 'DomainRecordConflict', 'DomainRecordNotBelongToUser', 'InvalidRR.NoExist'],
  capability: [
    'QuotaExceeded.TTL',
    'QuotaExceeded.Record',
    'QuotaExceeded.ARecord',
    'LineDnsSlb.QuotaExceeded',
    'UnsupportedLine',
    'SubDomainInvalid.Line',
    'DisableDNSSLB',
    'DomainRecordDisable',
    'PanDomainRecord',
    // As it is spelled there.
    'InvalidWeigth',
  ],
  stop: [
    'DomainRecordLocked',
    'DomainForbidden',
    'DomainExpiredDNSForbidden',
    'RecordForbidden.BlackHole',
    'Forbidden',
    'Forbidden.RiskControl',
    'IncorrectDomainUser',
    'InvalidAccessKeyId.NotFound',
    'InvalidAccessKeyId.Inactive',
    'SignatureDoesNotMatch',
    'InvalidSecurityToken.Expired',
    'InvalidSecurityToken.Malformed',
    'InvalidTimeStamp.Expired',
  ],
};

const BY_CODE = new Map(Object.entries(KINDS).flatMap(([kind, codes]) => codes.map(code => [code, kind as CloudErrorKind] as const)));

/** What an error asks for. Of a code that is not listed only a fault of the service (HTTP 5xx) is worth another try. */
export function kindOf(code: string, status: number | undefined): CloudErrorKind {
  return BY_CODE.get(code) ?? (code.startsWith('Throttling') || (status !== undefined && status >= 500) ? 'retry' : 'stop');
}

/** Whether other credentials may help. */
export function concernsCredentials(code: string): boolean {
  return /^(?:InvalidSecurityToken|InvalidAccessKeyId|SignatureDoesNotMatch)/.test(code);
}

/** Whether the service's clock and ours differ. */
export function concernsTime(code: string): boolean {
  return code.startsWith('InvalidTimeStamp');
}
