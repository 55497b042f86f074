import { nameToWire } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Address } from '../model/steering.ts';
import type { Family } from '../steering/policy.ts';

/** The TYPE that carries addresses of a family. */
export const TYPE_OF: Readonly<Record<Family, number>> = { ipv4: RR_TYPE.A, ipv6: RR_TYPE.AAAA, host: RR_TYPE.CNAME };

/** One record in wire form, class IN, owned by the name asked for (a pointer to octet 12). Its TTL is 0 until it is answered. */
export function addressRecord(address: Address): Uint8Array {
  const rdata = address.family === 'host' ? nameToWire(address.name) : address.bytes;
  const record = new Uint8Array(12 + rdata.length);
  const view = new DataView(record.buffer);
  view.setUint16(0, 0xc00c);
  view.setUint16(2, TYPE_OF[address.family]);
  view.setUint16(4, 1);
  view.setUint16(10, rdata.length);
  record.set(rdata, 12);
  return record;
}
