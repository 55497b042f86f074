import type { RecordSet } from '../model/zone.ts';

/** Seconds that a negative answer of a zone may be cached: the lesser of the SOA's TTL and its MINIMUM (RFC 2308 section 3). */
export function negativeTtl(soa: RecordSet): number {
  const rdata = soa.rdata[0]!;
  const minimum = new DataView(rdata.buffer, rdata.byteOffset, rdata.length).getUint32(rdata.length - 4);
  return Math.min(soa.ttl, minimum);
}
