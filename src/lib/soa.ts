import { RR_TYPE } from './rr-type.ts';

interface Records {
  readonly type: number;
  readonly rdata: readonly Uint8Array[];
}

/** SERIAL of the SOA record among a zone's record sets (RFC 1035 section 3.3.13); undefined without one. */
export function serialOf(recordSets: Iterable<Records>): number | undefined {
  for (const { type, rdata } of recordSets) if (type === RR_TYPE.SOA) return number32(rdata[0]!, 20);
  return undefined;
}

/** The 32-bit number that begins `fromEnd` octets before the end: SERIAL, REFRESH, RETRY, EXPIRE, MINIMUM are the last five. */
function number32(rdata: Uint8Array, fromEnd: number): number {
  return new DataView(rdata.buffer, rdata.byteOffset, rdata.length).getUint32(rdata.length - fromEnd);
}

/** MINIMUM of an SOA record: how long a negative answer may be cached (RFC 2308 section 4). */
export function minimumOf(soa: Uint8Array): number {
  return number32(soa, 4);
}
