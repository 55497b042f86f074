import { EngineTarget } from './engine-target.ts';
import { everythingTable } from './everything.ts';
import type { FuzzTarget, Tally } from './target.ts';
import { ZoneTarget } from './zone-target.ts';

/** Targets that answer before they return; each runs in a thread that is watched. */
export const WATCHED_TARGETS = {
  engine: async () => new EngineTarget(await everythingTable()),
  zone: async () => new ZoneTarget(),
} as const satisfies Readonly<Record<string, () => Promise<FuzzTarget>>>;

export type WatchedTarget = keyof typeof WATCHED_TARGETS;

/** What the thread of a target is given. */
export interface FuzzWork {
  readonly target: WatchedTarget;
  readonly seed: number;
  readonly seconds: number;
  /** The seed that is being run, and how many were. */
  readonly progress: Uint32Array<SharedArrayBuffer>;
}

/** What it gives back. */
export type FuzzReport = { readonly tally: Tally } | { readonly failedSeed: number; readonly error: Error };
