import { isWithin, parentOf } from '../../lib/dns-name.ts';
import type { Finding } from '../../model/declared.ts';
import type { Name, ZoneNode, ZoneNodes } from '../../model/zone.ts';
import { type PlacedRecordSet, recordTitle } from '../record-sets.ts';

/** A zone under examination. */
export interface ExaminedZone {
  readonly apex: Name;
  /** As findings show it, for what has no place of its own. */
  readonly file: string;
  /** In the order of the file, those outside the zone left out. */
  readonly sets: readonly PlacedRecordSet[];
  readonly nodes: ZoneNodes;
  /** Whether any name lies at or below a delegation, or below a DNAME. */
  readonly hides: boolean;
  /** Owners whose addresses steering gives. */
  readonly steered: ReadonlySet<Name>;
}

/** One rule that a whole zone must keep. */
export type ZoneCheck = (zone: ExaminedZone) => Iterable<Finding>;

/** A finding at the place of a record set. */
export function findingAt(severity: Finding['severity'], set: PlacedRecordSet, message: string): Finding {
  const { file, line, column } = set;
  return { severity, file, line, column, message: `${recordTitle(set.owner, set.type)}: ${message}` };
}

/** The node that answers for `name`: its own, or the wildcard that covers it (RFC 4592 section 3.3.1); undefined where there is none. */
export function nodeFor({ apex, nodes }: Pick<ExaminedZone, 'apex' | 'nodes'>, name: Name): ZoneNode | undefined {
  if (!isWithin(name, apex)) return undefined;
  for (let encloser: Name | undefined = name; encloser !== undefined; encloser = parentOf(encloser)) {
    const node = nodes.get(encloser);
    if (node) return encloser === name || node.cut !== undefined ? node : nodes.get(encloser === '.' ? '*.' : `*.${encloser}`);
  }
  return undefined;
}
