import { displayName } from '../../lib/dns-name.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import type { Finding } from '../../model/declared.ts';
import { type ExaminedZone, findingAt } from './zone-check.ts';

/** One SOA, at the apex (RFC 1035 section 5.2). */
export function* checkSoa(zone: ExaminedZone): Iterable<Finding> {
  if (!zone.nodes.get(zone.apex)?.sets.has(RR_TYPE.SOA)) yield missing(zone, 'SOA');
  for (const set of zone.sets) {
    if (set.type !== RR_TYPE.SOA) continue;
    if (set.owner !== zone.apex) yield findingAt('error', set, `stands below the apex, expected only at ${displayName(zone.apex)}`);
    else if (set.rdata.length > 1) yield findingAt('error', set, `${set.rdata.length} records, expected one (RFC 1035 section 5.2)`);
  }
}

/** Name servers at the apex (RFC 1034 section 4.2.1). */
export function* checkApexNs(zone: ExaminedZone): Iterable<Finding> {
  if (!zone.nodes.get(zone.apex)?.sets.has(RR_TYPE.NS)) yield missing(zone, 'NS');
}

function missing({ apex, file }: ExaminedZone, type: string): Finding {
  return {
    severity: 'error',
    file,
    line: 1,
    column: 1,
    message: `${displayName(apex)} ${type}: no record, expected one at the apex of the zone`,
  };
}
