import { RR_TYPE } from '../lib/rr-type.ts';
import type { Declared, DeclaredZone } from '../model/declared.ts';
import type { Name, RecordSet } from '../model/zone.ts';
import { buildNameIndex } from './name-index.ts';
import { NameSpace, type PlannedZone, type SteeredTypes } from './name-space.ts';
import { TYPE_OF } from './records.ts';
import { familiesOf, sceneOf } from './shape.ts';
import type { NameIndex } from './table.ts';

/** The index of all names that `declared` has, made ahead of the table: in another thread, it may be. */
export interface PreparedNames {
  readonly declared: Declared;
  readonly index: NameIndex;
}

/** Makes the index of all names, which depends on the files alone, and takes longest of all that is compiled. */
export function prepareNames(declared: Declared): PreparedNames {
  return { declared, index: buildNameIndex(planNames(declared)) };
}

/** All zones, their steered record sets numbered from 0 in the order of zones, records and families: every thread numbers alike. */
export function planNames(declared: Declared): NameSpace {
  let next = 0;
  const plan = (zone: DeclaredZone): PlannedZone => {
    const steered = new Map<Name, SteeredTypes>();
    const scene = zone.steering && sceneOf(zone.steering);
    for (const record of zone.steering?.records ?? []) {
      steered.set(record.owner, new Map(familiesOf(scene!, record).map(family => [TYPE_OF[family], next++])));
    }
    return { apex: zone.name, soa: soaOf(zone), nodes: zone.nodes, steered };
  };
  return new NameSpace([...declared.zones.values()].map(plan));
}

function soaOf({ name, nodes }: DeclaredZone): RecordSet {
  const soa = nodes.get(name)?.sets.get(RR_TYPE.SOA);
  if (!soa) throw new Error(`zone ${name} has no SOA`);
  return soa;
}
