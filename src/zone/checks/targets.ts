import { displayName } from '../../lib/dns-name.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import type { Finding } from '../../model/declared.ts';
import { targetsOf } from '../rdata-target.ts';
import { type ExaminedZone, findingAt, nodeFor } from './zone-check.ts';

/** The types whose targets must not be aliases, and where that is said. */
const RULES: ReadonlyMap<number, { readonly severity: Finding['severity']; readonly rfc: string }> = new Map([
  [RR_TYPE.NS, { severity: 'error', rfc: 'RFC 2181 section 10.3' }],
  [RR_TYPE.MX, { severity: 'error', rfc: 'RFC 2181 section 10.3' }],
  [RR_TYPE.SRV, { severity: 'warning', rfc: 'RFC 2782' }],
]);

/** NS, MX and SRV point to hosts, not to aliases, as far as this zone can tell. */
export function* checkTargets(zone: ExaminedZone): Iterable<Finding> {
  for (const set of zone.sets) {
    const rule = RULES.get(set.type);
    if (!rule) continue;
    for (const target of targetsOf(set)) {
      const node = nodeFor(zone, target);
      if (node?.cut !== undefined || !node?.sets.has(RR_TYPE.CNAME)) continue;
      yield findingAt(
        rule.severity,
        set,
        `points to ${displayName(target)}, which is an alias (CNAME), expected a host with addresses (${rule.rfc})`,
      );
    }
  }
}
