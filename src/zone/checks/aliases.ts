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
export function* checkDname({ apex, sets, nodes, hides }: ExaminedZone): Iterable<Finding> {
  for (const set of sets) {
    if (!hides && set.type !== RR_TYPE.DNAME) continue;
    const { dname, cut, sets: siblings } = nodes.get(set.owner)!;
    if (dname !== undefined) yield findingAt('warning', set, `lies below the DNAME of ${displayName(dname)} and is never answered`);
    if (set.type !== RR_TYPE.DNAME) continue;
    if (set.rdata.length > 1) yield findingAt('error', set, `${set.rdata.length} records, expected one (RFC 6672 section 2.4)`);
    if (set.owner !== apex && cut === set.owner && siblings.has(RR_TYPE.NS)) {
      yield findingAt('error', set, 'stands beside NS at a delegation, expected only one of them (RFC 6672 section 2.3)');
    }
  }
}

/** No CNAME leads back to itself inside the zone (RFC 1034 section 3.6.2); each loop is told once, at a record that is part of it. */
export function* checkLoops(zone: ExaminedZone): Iterable<Finding> {
  const aliases = new Map(zone.sets.filter(({ type }) => type === RR_TYPE.CNAME).map(set => [set.owner, set]));
  const done = new Set<Name>();
  for (const set of aliases.values()) {
    const loop = loopFrom(set.owner, zone, done);
    const placed = loop.map(name => aliases.get(name)).find(each => each !== undefined) ?? set;
    if (loop.length > 0) yield findingAt('error', placed, `leads into a loop: ${[...loop, loop[0]!].map(displayName).join(' → ')}`);
  }
}

/** The names of the loop that aliases from `start` lead into; empty where they end, or come to what is done. What was passed becomes done. */
function loopFrom(start: Name, zone: ExaminedZone, done: Set<Name>): Name[] {
  const path = new Map<Name, number>();
  let at: Name | undefined = start;
  while (at !== undefined && !done.has(at) && !path.has(at)) {
    path.set(at, path.size);
    at = aliasOf(zone, at);
  }
  const names = [...path.keys()];
  for (const name of names) done.add(name);
  return at !== undefined && path.has(at) ? names.slice(path.get(at)) : [];
}

function aliasOf(zone: ExaminedZone, name: Name): Name | undefined {
  const node = nodeFor(zone, name);
  const cname = node?.cut === undefined && node?.dname === undefined ? node?.sets.get(RR_TYPE.CNAME) : undefined;
  return cname && targetsOf(cname)[0];
}
