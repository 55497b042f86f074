import type { SteeredRecord, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';

/** Made once for what a file declares, and gone with it: zones may have ten thousand records, and intents as many. */
const INDEXES = new WeakMap<Steering, ReadonlyMap<Name, SteeredRecord>>();

/** The steered record of this owner; undefined where there is none. */
export function steeredRecord(steering: Steering, owner: Name): SteeredRecord | undefined {
  const index = INDEXES.get(steering) ?? new Map(steering.records.map(record => [record.owner, record]));
  INDEXES.set(steering, index);
  return index.get(owner);
}
