import type { RatioIntent } from './intent.ts';
import type { SteeredRecord, SteeringNode } from './steering.ts';

/** An operator's ratio that fits its record, and the tree that comes of it. */
export interface LaidRatio {
  readonly intent: RatioIntent;
  /** As the file declares it. */
  readonly record: SteeredRecord;
  /** The tree of the record with the weights of the intent in it. */
  readonly steer: SteeringNode;
}

/** The ratios in force, by `recordKey`. The same entry for the same intent over the same record. */
export type Ratios = ReadonlyMap<string, LaidRatio>;
