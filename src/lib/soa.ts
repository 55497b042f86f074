/** SERIAL of an SOA record (RFC 1035 section 3.3.13). */
export function serialOf(soa: Uint8Array): number {
  return number32(soa, 20);
}

/** The 32-bit number that begins `fromEnd` octets before the end: SERIAL, REFRESH, RETRY, EXPIRE, MINIMUM are the last five. */
function number32(rdata: Uint8Array, fromEnd: number): number {
  return new DataView(rdata.buffer, rdata.byteOffset, rdata.length).getUint32(rdata.length - fromEnd);
}

/** MINIMUM of an SOA record: how long a negative answer may be cached (RFC 2308 section 4). */
export function minimumOf(soa: Uint8Array): number {
  return number32(soa, 4);
}
