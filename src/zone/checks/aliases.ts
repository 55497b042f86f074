import { displayName } from '../../lib/dns-name.ts';
import { RR_TYPE, typeName } from '../../lib/rr-type.ts';
import type { Finding } from '../../model/declared.ts';
import type { Name } from '../../model/zone.ts';
import { targetsOf } from '../rdata-target.ts';
import { type ExaminedZone, findingAt, nodeFor } from './zone-check.ts';

/** What may stand beside a CNAME (RFC 2181 section 10.1, RFC 4034 sections 3 and 4). */
const BESIDE_CNAME: ReadonlySet<number> = new Set([RR_TYPE.CNAME, RR_TYPE.RRSIG, RR_TYPE.NSEC]);

/** A CNAME stands alone, and there is one (RFC 1034 section 3.6.2). */
export function* checkCname({ sets, nodes }: ExaminedZone): Iterable<Finding> {
  for (const set of sets) {
    if (set.type !== RR_TYPE.CNAME) continue;
    if (set.rdata.length > 1) yield findingAt('error', set, `${set.rdata.length} records, expected one (RFC 2181 section 10.1)`);
    const others = [...nodes.get(set.owner)!.sets.keys()].filter(type => !BESIDE_CNAME.has(type));
    if (others.length === 0) continue;
    yield findingAt('error', set, `stands beside ${others.map(typeName).join(', ')}, expected alone (RFC 1034 section 3.6.2)`);
  }
}

/** A DNAME is one, not at a delegation, and nothing lives below it (RFC 6672 sections 2.3 and 2.4). */
export function* checkDname({ apex, sets, nodes }: ExaminedZone): Iterable<Finding> {
  for (const set of sets) {
    const { dname, cut, sets: siblings } = nodes.get(set.owner)!;
    if (dname !== undefined) yield findingAt('warning', set, `lies below the DNAME of ${displayName(dname)} and is never answered`);
    if (set.type !== RR_TYPE.DNAME) continue;
    if (set.rdata.length > 1) yield findingAt('error', set, `${set.rdata.length} records, expected one (RFC 6672 section 2.4)`);
    if (set.owner !== apex && cut === set.owner && siblings.has(RR_TYPE.NS)) {
      yield findingAt('error', set, 'stands beside NS at a delegation, expected only one of them (RFC 6672 section 2.3)');
    }
  }
}

/** No CNAME leads back to itself inside the zone (RFC 1034 section 3.6.2); each loop is told once. */
export function* checkLoops(zone: ExaminedZone): Iterable<Finding> {
  const done = new Set<Name>();
  for (const set of zone.sets) {
    if (set.type !== RR_TYPE.CNAME) continue;
    const path: Name[] = [];
    const onPath = new Set<Name>();
    let at: Name | undefined = set.owner;
    for (; at !== undefined && !done.has(at) && !onPath.has(at); at = aliasOf(zone, at)) {
      onPath.add(at);
      path.push(at);
    }
    if (at !== undefined && onPath.has(at)) {
      const loop = [...path.slice(path.indexOf(at)), at].map(displayName).join(' → ');
      yield findingAt('error', set, `leads into a loop: ${loop}`);
    }
    for (const name of path) done.add(name);
  }
}

function aliasOf(zone: ExaminedZone, name: Name): Name | undefined {
  const node = nodeFor(zone, name);
  const cname = node?.cut === undefined && node?.dname === undefined ? node?.sets.get(RR_TYPE.CNAME) : undefined;
  return cname && targetsOf(cname)[0];
}
