import type { Steering } from './steering.ts';
import type { Name, ZoneNodes } from './zone.ts';

/** One service domain as its files declare it; `steering` is undefined for a purely static zone. */
export interface DeclaredZone {
  readonly name: Name;
  /** Every name of the zone, those that only steering answers included. */
  readonly nodes: ZoneNodes;
  readonly steering: Steering | undefined;
}

/** Everything that `zones/` declares; valid as a whole. */
export interface Declared {
  readonly zones: ReadonlyMap<Name, DeclaredZone>;
}

/** One mistake in a file, or one thing worth a warning. Lines and columns count from 1. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Relative to the zones directory; another file that is read, by its path as it was given. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Names the object and the key, and what was expected. */
  readonly message: string;
}
