import { minimumOf } from '../lib/soa.ts';
import type { RecordSet } from '../model/zone.ts';

/** Seconds that a negative answer of a zone may be cached: the lesser of the SOA's TTL and its MINIMUM (RFC 2308 section 3). */
export function negativeTtl(soa: RecordSet): number {
  return Math.min(soa.ttl, minimumOf(soa.rdata[0]!));
}
