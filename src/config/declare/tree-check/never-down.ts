import type { Pool, SteeringNode } from '../../../model/steering.ts';
import { onlyInforms } from '../informing.ts';
import type { PlacedTree } from '../tree.ts';
import type { TreeContext } from './registry.ts';

/** Warns of what stands in a `failover` list behind something that cannot fail; of each pool once. */
export function noteNeverDown(context: TreeContext, { nodes, pathOf }: PlacedTree): void {
  const { draft, lasting: told } = context;
  for (const node of nodes) {
    if (node.policy !== 'failover') continue;
    const lasting = node.of.map(child => lastingPool(child, context));
    const at = lasting.findIndex(pool => pool !== undefined);
    const behind = at < 0 ? undefined : node.of[at + 1];
    const pool = lasting[at];
    if (!behind || !pool || told.has(pool.name)) continue;
    told.add(pool.name);
    const unchecked = pool.monitors.length === 0 ? 'has no monitor' : 'has monitors that only inform';
    const why = `pool \`${pool.name}\` before it ${unchecked}, so it counts as up for ever`;
    draft.warning(pathOf(behind), `used only where an operator intervenes: ${why}`);
  }
}

/** The pool by which a node is always up, whoever asks; undefined where it may be down. */
function lastingPool(node: SteeringNode, context: TreeContext): Pool | undefined {
  switch (node.policy) {
    case 'pool':
      return isLasting(context.pools.get(node.pool), context) ? context.pools.get(node.pool) : undefined;
    case 'failover':
    case 'nearest':
    case 'all':
      return firstLasting(node.of, context);
    case 'weighted':
    case 'sticky':
      return firstLasting(
        node.of.map(({ to }) => to),
        context,
      );
    case 'geo':
    case 'subnet':
      return node.otherwise && lastingPool(node.otherwise, context);
  }
}

function firstLasting(nodes: readonly SteeringNode[], context: TreeContext): Pool | undefined {
  for (const node of nodes) {
    const pool = lastingPool(node, context);
    if (pool) return pool;
  }
  return undefined;
}

/** A flattened host name has no addresses until it is resolved. */
function isLasting(pool: Pool | undefined, { monitors }: TreeContext): boolean {
  if (!pool || (pool.monitors.length > 0 && !onlyInforms(pool, monitors))) return false;
  return !pool.flatten || pool.endpoints.every(({ address }) => address.family !== 'host');
}
