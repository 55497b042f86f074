import type { Pool, SteeringNode } from '../../../model/steering.ts';
import { type PlacedTree, poolsOf } from '../tree.ts';
import type { TreeContext } from './registry.ts';

type Family = 'IPv4' | 'IPv6';

/**
 * Warns of a ratio between branches that have only IPv4 addresses and branches that have only IPv6 ones: each family is drawn for itself,
 * so that some clients get neither.
 */
export function noteDisjointFamilies({ draft, pools }: TreeContext, { nodes, pathOf }: PlacedTree): void {
  for (const node of nodes) {
    if (node.policy !== 'weighted') continue;
    const only = (family: Family) => node.of.find(({ to, weight }) => weight > 0 && onlyFamily(to, pools) === family);
    const [four, six] = [only('IPv4'), only('IPv6')];
    if (!four || !six) continue;
    const what = `${nameOf(four.to)} has only IPv4 addresses and ${nameOf(six.to)} only IPv6 ones`;
    draft.warningAtKey([...pathOf(node), 'weighted'], `some clients get no address at all: ${what}, and each family is drawn for itself`);
  }
}

function onlyFamily(node: SteeringNode, pools: ReadonlyMap<string, Pool>): Family | undefined {
  const families = new Set(poolsOf(node).flatMap(name => familiesOf(pools.get(name))));
  return families.size === 1 ? [...families][0] : undefined;
}

/** A host name may have addresses of both. */
function familiesOf(pool: Pool | undefined): Family[] {
  return (pool?.endpoints ?? []).flatMap(({ address: { family } }): Family[] =>
    family === 'host' ? ['IPv4', 'IPv6'] : [family === 'ipv4' ? 'IPv4' : 'IPv6'],
  );
}

function nameOf(node: SteeringNode): string {
  return node.policy === 'pool' ? `pool \`${node.pool}\`` : 'one branch';
}
