import { nameToWire, wireToName } from '../../../lib/dns-name.ts';
import { formatIp, parseIp } from '../../../lib/ip-address.ts';
import { RR_TYPE } from '../../../lib/rr-type.ts';
import { CloudError } from '../../provider.ts';

/** What a record says, as text: an address, a host name, else as RFC 3597 section 5 writes it. */
export function dataText(type: number, rdata: Uint8Array): string {
  switch (type) {
    case RR_TYPE.A:
    case RR_TYPE.AAAA:
      return formatIp(rdata);
    case RR_TYPE.CNAME:
      return wireToName(rdata);
    default:
      return `\\# ${rdata.length} ${Buffer.from(rdata).toString('hex')}`;
  }
}

/** RDATA of A, AAAA or CNAME. Throws CloudError where the text is not such data. */
export function dataOctets(type: string, data: string): Uint8Array {
  const octets = type === 'CNAME' ? nameToWire(data) : parseIp(data);
  if (octets === undefined || (type !== 'CNAME' && octets.length !== (type === 'A' ? 4 : 16))) {
    throw new CloudError(`"${data}" is no data of a record of type ${type}`, { kind: 'capability', code: 'BadData' });
  }
  return octets;
}
