import type { Monitor } from '../../../model/monitor.ts';
import type { Pool, Site } from '../../../model/steering.ts';
import type { Draft } from '../draft.ts';
import type { PlacedTree } from '../tree.ts';
import { checkAll } from './all.ts';
import { checkCoordinates } from './coordinates.ts';
import { noteDisjointFamilies } from './disjoint-families.ts';
import { noteMissingDefault } from './missing-default.ts';
import { noteNeverDown } from './never-down.ts';
import { noteUnreachableGeo } from './unreachable-geo.ts';
import { noteUnreachableSubnet } from './unreachable-subnet.ts';

/** What the trees of a file are checked with. What is of the wrong shape is missing. */
export interface TreeContext {
  readonly draft: Draft;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly monitors: ReadonlyMap<string, Monitor>;
  readonly sites: ReadonlyMap<string, Site>;
  /** Pools of which it was told that they are never down: once a file, however many records they are in. */
  readonly lasting: Set<string>;
}

/** One rule for a whole steering tree; findings go to the draft. */
export type TreeCheck = (context: TreeContext, tree: PlacedTree) => void;

const CHECKS: readonly TreeCheck[] = [
  checkAll,
  checkCoordinates,
  noteDisjointFamilies,
  noteMissingDefault,
  noteNeverDown,
  noteUnreachableGeo,
  noteUnreachableSubnet,
];

/** Runs every check over a tree. */
export function checkTree(context: TreeContext, tree: PlacedTree): void {
  for (const check of CHECKS) check(context, tree);
}
