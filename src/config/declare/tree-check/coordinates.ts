import { type PlacedTree, poolsOf } from '../tree.ts';
import type { TreeContext } from './registry.ts';

/** Below `nearest` every pool stands at a site whose place is known. */
export function checkCoordinates({ draft, pools, sites }: TreeContext, { nodes, pathOf }: PlacedTree): void {
  for (const node of nodes) {
    if (node.policy !== 'nearest') continue;
    for (const child of node.of) {
      for (const pool of new Set(poolsOf(child))) {
        const site = sites.get(pools.get(pool)?.site ?? '');
        if (!site || site.coordinates) continue;
        draft.error(pathOf(child), `nearest needs the coordinates of site \`${site.name}\` (pool \`${pool}\`)`);
      }
    }
  }
}
