import type { Monitor } from '../model/monitor.ts';
import type { TtlRange } from '../model/steering.ts';
import type { Rhythm } from '../model/ttl-plan.ts';

/** The record that a plan is for. */
export interface PlannedRecord {
  readonly label: string;
  readonly ttl: TtlRange;
  /** The monitors that decide, at least one, and how many endpoints each of them watches. */
  readonly watched: readonly { readonly monitor: Monitor; readonly endpoints: number }[];
}

const KEYS = ['intervalMs', 'timeoutMs', 'fall', 'confirmMs'] as const satisfies readonly (keyof Rhythm)[];

/** The keys of a monitor that are to be changed for a rhythm. */
export function changesOf(rhythm: Rhythm, declared: Rhythm): readonly (keyof Rhythm)[] {
  return KEYS.filter(key => rhythm[key] !== declared[key]);
}
