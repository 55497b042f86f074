import type { Pool, SteeringNode } from '../../../model/steering.ts';
import type { PlacedTree } from '../tree.ts';
import type { TreeContext } from './registry.ts';

/** Warns of what stands in a `failover` list behind something that cannot fail; of each pool once. */
export function noteNeverDown({ draft, pools, lasting: told }: TreeContext, { nodes, pathOf }: PlacedTree): void {
  for (const node of nodes) {
    if (node.policy !== 'failover') continue;
    const lasting = node.of.map(child => lastingPool(child, pools));
    const at = lasting.findIndex(pool => pool !== undefined);
    const behind = at < 0 ? undefined : node.of[at + 1];
    const { name } = lasting[at] ?? {};
    if (!behind || name === undefined || told.has(name)) continue;
    told.add(name);
    const why = `pool \`${name}\` before it has no monitor, so it counts as up for ever`;
    draft.warning(pathOf(behind), `used only where an operator intervenes: ${why}`);
  }
}

/** The pool by which a node is always up, whoever asks; undefined where it may be down. */
function lastingPool(node: SteeringNode, pools: ReadonlyMap<string, Pool>): Pool | undefined {
  switch (node.policy) {
    case 'pool':
      return isLasting(pools.get(node.pool)) ? pools.get(node.pool) : undefined;
    case 'failover':
    case 'nearest':
    case 'all':
      return firstLasting(node.of, pools);
    case 'weighted':
    case 'sticky':
      return firstLasting(
        node.of.map(({ to }) => to),
        pools,
      );
    case 'geo':
    case 'subnet':
      return node.otherwise && lastingPool(node.otherwise, pools);
  }
}

function firstLasting(nodes: readonly SteeringNode[], pools: ReadonlyMap<string, Pool>): Pool | undefined {
  for (const node of nodes) {
    const pool = lastingPool(node, pools);
    if (pool) return pool;
  }
  return undefined;
}

/** A flattened host name has no addresses until it is resolved. */
function isLasting(pool: Pool | undefined): boolean {
  if (!pool || pool.monitors.length > 0) return false;
  return !pool.flatten || pool.endpoints.every(({ address }) => address.family !== 'host');
}
