import { displayName, parentOf } from '../../lib/dns-name.ts';
import { RR_TYPE, typeName } from '../../lib/rr-type.ts';
import type { SteeredRecord, Steering } from '../../model/steering.ts';
import type { Name } from '../../model/zone.ts';
import type { PlacedRecordSet } from '../../zone/master-file.ts';
import type { Draft } from './draft.ts';
import { type Answered, answeredBy } from './family.ts';

/** What a steered record stands beside. */
export interface Surroundings {
  readonly recordSets: readonly PlacedRecordSet[];
  /** The names of all zones that are served. */
  readonly apexes: ReadonlySet<Name>;
}

/** Notes errors where steered records cannot stand beside the static ones of their zone, or would never be asked for. */
export function checkAgainstStatic(draft: Draft, { records, pools }: Steering, { recordSets, apexes }: Surroundings): void {
  const owners = ownersAtOrAbove(records);
  const byOwner = Map.groupBy(
    recordSets.filter(({ owner }) => owners.has(owner)),
    ({ owner }) => owner,
  );
  for (const record of records) {
    const answered = answeredBy(draft, record, pools);
    checkOwner(draft, record, { at: byOwner.get(record.owner) ?? [], answered });
    checkAbove(draft, record, { byOwner, apexes });
  }
}

/** The names that steered records can be in conflict with: a zone may have a million others. */
function ownersAtOrAbove(records: readonly SteeredRecord[]): ReadonlySet<Name> {
  const owners = new Set<Name>();
  for (const { owner } of records) {
    for (let at: Name | undefined = owner; at !== undefined && !owners.has(at); at = parentOf(at)) owners.add(at);
  }
  return owners;
}

function checkOwner(draft: Draft, record: SteeredRecord, owner: { at: readonly PlacedRecordSet[]; answered: Answered | undefined }): void {
  const path = ['records', record.label];
  const name = displayName(record.owner);
  if (owner.answered === 'hosts' && record.owner === draft.apex) {
    draft.errorAtKey(path, `${name} is the zone's own name, which cannot be a CNAME: steer it to pools of addresses`);
    return;
  }
  const conflicts = owner.answered === 'hosts' ? owner.at : owner.at.filter(({ type }) => ADDRESS_TYPES.has(type));
  for (const set of conflicts) {
    const why = owner.answered === 'hosts' ? ', and a CNAME (the pools have host names) stands alone' : '';
    draft.errorAtKey(path, `${name} has static ${typeName(set.type)} records already (${placeText(set)})${why}`);
  }
}

const ADDRESS_TYPES: ReadonlySet<number> = new Set([RR_TYPE.A, RR_TYPE.AAAA, RR_TYPE.CNAME]);

interface Above {
  readonly byOwner: ReadonlyMap<Name, readonly PlacedRecordSet[]>;
  readonly apexes: ReadonlySet<Name>;
}

/** Data at or below a zone cut, or below a DNAME, is never answered (RFC 1034 section 4.2.1, RFC 6672 section 2.4). */
function checkAbove(draft: Draft, record: SteeredRecord, { byOwner, apexes }: Above): void {
  const path = ['records', record.label];
  const name = displayName(record.owner);
  for (let above: Name | undefined = record.owner; above !== undefined && above !== draft.apex; above = parentOf(above)) {
    if (apexes.has(above)) draft.errorAtKey(path, `${name} lies in the zone ${displayName(above)}, which is served from its own file`);
    for (const set of byOwner.get(above) ?? []) {
      if (set.type === RR_TYPE.NS) draft.errorAtKey(path, `${name} is delegated away by the NS records of ${at(above, set)}`);
      if (set.type === RR_TYPE.DNAME && above !== record.owner) draft.errorAtKey(path, `${name} lies below the DNAME of ${at(above, set)}`);
    }
  }
  const ofApex = record.owner === draft.apex ? [] : (byOwner.get(draft.apex) ?? []);
  for (const set of ofApex) {
    if (set.type === RR_TYPE.DNAME) draft.errorAtKey(path, `${name} lies below the DNAME of ${at(draft.apex, set)}`);
  }
}

type PlaceInFile = Pick<PlacedRecordSet, 'file' | 'line' | 'column'>;

function at(owner: Name, place: PlaceInFile): string {
  return `${displayName(owner)} (${placeText(place)})`;
}

function placeText({ file, line, column }: PlaceInFile): string {
  return `${file}:${line}:${column}`;
}
