import { wireToName } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet } from '../model/zone.ts';

/** Where the host name stands in the RDATA of the types that point to one. */
const TARGET_AT: ReadonlyMap<number, number> = new Map([
  [RR_TYPE.NS, 0],
  [RR_TYPE.CNAME, 0],
  [RR_TYPE.DNAME, 0],
  [RR_TYPE.MX, 2],
  [RR_TYPE.SRV, 6],
]);

/** The names that a record set of NS, CNAME, DNAME, MX or SRV points to; none for other types. */
export function targetsOf({ type, rdata }: RecordSet): Name[] {
  const at = TARGET_AT.get(type);
  return at === undefined ? [] : rdata.map(wire => wireToName(wire, at));
}
