import { asName, displayName } from '../lib/dns-name.ts';
import { steeredRecord } from '../lib/steered-record.ts';
import type { DeclaredZone } from '../model/declared.ts';
import type { RecordTarget } from '../model/intent.ts';
import type { SteeringNode } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { RecordView } from './contract.ts';
import { findZone, notFound } from './find.ts';
import type { Snapshot } from './operations.ts';
import { Problem } from './problem.ts';
import { viewOwner } from './record-view.ts';
import { sceneryOf } from './view.ts';

/** A name of a zone, found in one snapshot. */
export interface FoundRecord {
  readonly target: RecordTarget;
  readonly view: () => Omit<RecordView, 'generation'>;
  /** Its target with its tree, as the file has it. Throws a 422 where nothing is steered there. */
  readonly steered: () => { readonly target: RecordTarget; readonly steer: SteeringNode };
}

/** What is at a name, relative to the zone or, where that gives nothing, in full. Throws a 404 where there is nothing. */
export function recordAt(snapshot: Snapshot, path: { readonly zone: string; readonly name: string }): FoundRecord {
  const zone = findZone(snapshot.declared, path.zone);
  const owner = [asName(path.name, zone.name), asName(path.name)].find(each => each !== undefined && isThere(zone, each));
  if (owner === undefined) {
    const labels = (zone.steering?.records ?? []).map(record => record.label);
    throw notFound('record', path.name, labels, `in zone ${displayName(zone.name)}`);
  }
  const target = { kind: 'record', zone: zone.name, owner } as const;
  return {
    target,
    view: () => viewOwner(sceneryOf(snapshot), zone, owner)!,
    steered() {
      const record = zone.steering && steeredRecord(zone.steering, owner);
      if (record) return { target, steer: record.steer };
      const message = `${displayName(owner)} has static records alone; expected a record with a steering tree`;
      throw new Problem(422, message, { errors: [{ field: 'name', message }] });
    },
  };
}

function isThere({ nodes, steering }: DeclaredZone, owner: Name): boolean {
  return (nodes.get(owner)?.sets.size ?? 0) > 0 || (steering !== undefined && steeredRecord(steering, owner) !== undefined);
}
