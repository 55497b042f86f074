import { wireToName } from '../lib/dns-name.ts';
import { formatIp } from '../lib/ip-address.ts';
import { RR_TYPE } from '../lib/rr-type.ts';

/** RDATA for people to read: addresses and single names as master files write them, all else as RFC 3597 section 5 does. */
export function presentRdata(type: number, rdata: Uint8Array): string {
  switch (type) {
    case RR_TYPE.A:
    case RR_TYPE.AAAA:
      return formatIp(rdata);
    case RR_TYPE.NS:
    case RR_TYPE.CNAME:
    case RR_TYPE.DNAME:
    case RR_TYPE.PTR:
      return wireToName(rdata);
    default:
      return `\\# ${rdata.length} ${Buffer.from(rdata).toString('hex')}`.trimEnd();
  }
}
