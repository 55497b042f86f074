import { displayName, isWithin } from '../../lib/dns-name.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import type { Finding } from '../../model/declared.ts';
import type { Name, ZoneNode } from '../../model/zone.ts';
import { targetsOf } from '../rdata-target.ts';
import type { PlacedRecordSet } from '../record-sets.ts';
import { type ExaminedZone, findingAt, nodeFor } from './zone-check.ts';

const ADDRESSES: readonly number[] = [RR_TYPE.A, RR_TYPE.AAAA];
/** What the parent's side of a zone cut holds (RFC 4035 section 2.6, RFC 4034 section 5). */
const AT_CUT: ReadonlySet<number> = new Set([RR_TYPE.NS, RR_TYPE.DS, RR_TYPE.NSEC, RR_TYPE.RRSIG]);

/** A name server inside the zone has an address; inside the delegation that it serves, glue (RFC 1034 section 4.2.1, RFC 9471). */
export function* checkAddresses(zone: ExaminedZone): Iterable<Finding> {
  for (const set of zone.sets) {
    if (set.type !== RR_TYPE.NS || isHidden(zone, set)) continue;
    for (const target of targetsOf(set)) {
      const severity = missingAddress(zone, set.owner, target);
      if (severity) yield findingAt(severity, set, `name server ${displayName(target)} has no A or AAAA record in this zone`);
    }
  }
}

/** Below a delegation only glue is of use (RFC 1034 section 4.2.1). */
export function* checkOccluded(zone: ExaminedZone): Iterable<Finding> {
  if (!zone.hides) return;
  const servers = new Set(zone.sets.filter(set => set.type === RR_TYPE.NS).flatMap(targetsOf));
  for (const set of zone.sets) {
    const { cut } = zone.nodes.get(set.owner)!;
    if (cut === undefined || (cut === set.owner && AT_CUT.has(set.type))) continue;
    if (ADDRESSES.includes(set.type) && servers.has(set.owner)) continue;
    yield findingAt('warning', set, `lies at or below the delegation of ${displayName(cut)}, is no glue and is never answered`);
  }
}

/** A wildcard delegates nothing that a resolver could follow (RFC 4592 sections 4.2 and 4.4). */
export function* checkWildcards({ sets }: ExaminedZone): Iterable<Finding> {
  for (const set of sets) {
    const risky = set.type === RR_TYPE.NS || set.type === RR_TYPE.DNAME;
    if (risky && set.owner.startsWith('*.')) yield findingAt('warning', set, 'at a wildcard has no defined meaning (RFC 4592 section 4)');
  }
}

/** Whether a set lies where this zone does not answer: its own targets are of no concern. */
function isHidden({ nodes }: ExaminedZone, { owner }: PlacedRecordSet): boolean {
  const { cut, dname } = nodes.get(owner)!;
  return dname !== undefined || (cut !== undefined && cut !== owner);
}

/** How bad it is that a name server's address is missing; undefined where it is there, or not ours to give. */
function missingAddress(zone: ExaminedZone, owner: Name, target: Name): Finding['severity'] | undefined {
  if (!isWithin(target, zone.apex) || zone.steered.has(target)) return undefined;
  const node = nodeFor(zone, target);
  if (node?.cut !== undefined) return missingGlue(zone, node.cut, owner, target);
  return node && (node.dname !== undefined || answersAddress(node)) ? undefined : 'error';
}

/** Glue of the delegation itself is needed, that of a sibling only helps (RFC 9471 section 2.2). */
function missingGlue(zone: ExaminedZone, cut: Name, owner: Name, target: Name): Finding['severity'] | undefined {
  const glue = zone.nodes.get(target);
  if (glue && ADDRESSES.some(type => glue.sets.has(type))) return undefined;
  return cut === owner ? 'error' : 'warning';
}

/** An alias counts: that it is one is another check's finding. */
function answersAddress({ sets }: ZoneNode): boolean {
  return sets.has(RR_TYPE.CNAME) || ADDRESSES.some(type => sets.has(type));
}
