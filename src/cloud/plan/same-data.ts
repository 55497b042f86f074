import { asName } from '../../lib/dns-name.ts';
import { formatIp, parseIp } from '../../lib/ip-address.ts';

/** One way of writing what a record says, so that texts can be compared: `2001:db8::1`, `cdn.example.net.`. What is neither stays as it is. */
export function canonicalData(type: string, data: string): string {
  switch (type) {
    case 'A':
    case 'AAAA': {
      const octets = parseIp(data);
      return octets ? formatIp(octets) : data;
    }
    case 'CNAME':
      return asName(data, '.') ?? data;
    default:
      return data;
  }
}
