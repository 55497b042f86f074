import { isWithin, nameToWire, wireToName } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet } from '../model/zone.ts';
import type { PlannedZone } from './name-space.ts';
import type { TemplateWriter } from './template.ts';

/** Types that lead to a host whose addresses are asked for next, and where in the RDATA its name stands. */
const TARGET_AT: ReadonlyMap<number, number> = new Map([
  // RFC 1035 sections 3.3.9 and 3.3.11, RFC 2782, RFC 9460 section 4.1.
  [RR_TYPE.NS, 0],
  [RR_TYPE.MX, 2],
  [RR_TYPE.SRV, 6],
  [RR_TYPE.SVCB, 2],
  [RR_TYPE.HTTPS, 2],
]);

const ADDRESSES: readonly number[] = [RR_TYPE.A, RR_TYPE.AAAA];

/** Whether answers of a type may have an additional section. */
export function hasTargets(type: number): boolean {
  return TARGET_AT.has(type);
}

/**
 * Adds the static addresses that the zone knows, glue among them, of the hosts that a record set of the answer leads to; they may be left out
 * (RFC 1034 section 4.3.2 step 6). Steered ones are decided query by query, and left to the next one.
 */
export function addTargets(writer: TemplateWriter, zone: PlannedZone, set: RecordSet): void {
  writer.beginSpare();
  for (const host of hostsOf(set)) addAddresses(writer, zone, host);
}

/**
 * Adds the addresses that a zone knows of the name servers of a delegation. Those inside of it nobody could find otherwise: they are there, or
 * the answer is truncated (RFC 9471 section 3.1). Others only help (section 3.2).
 */
export function addGlue(writer: TemplateWriter, zone: PlannedZone, servers: RecordSet): void {
  const hosts = hostsOf(servers);
  for (const host of hosts) if (isWithin(host, servers.owner)) addAddresses(writer, zone, host);
  writer.beginSpare();
  for (const host of hosts) if (!isWithin(host, servers.owner)) addAddresses(writer, zone, host);
}

function addAddresses(writer: TemplateWriter, { nodes, steered }: PlannedZone, host: Name): void {
  const node = nodes.get(host);
  if (node === undefined || node.dname !== undefined) return;
  for (const type of ADDRESSES) {
    const addresses = node.sets.get(type);
    if (addresses && !steered.get(host)?.has(type)) writer.add('additionals', nameToWire(host), addresses);
  }
}

/** Each once. `.` is no host: a service that is not there, or the owner, which the client asks for anyway (RFC 9460 section 2.5). */
function hostsOf({ type, rdata }: RecordSet): readonly Name[] {
  const at = TARGET_AT.get(type);
  if (at === undefined) return [];
  return [...new Set(rdata.map(wire => wireToName(wire, at)))].filter(host => host !== '.');
}
