import type { Pool, SteeringNode } from '../../../model/steering.ts';
import { ALL_ANSWERS } from '../policy/all.ts';
import { answersHosts, type PlacedTree, poolsOf } from '../tree.ts';
import type { TreeContext } from './registry.ts';

type AllNode = Extract<SteeringNode, { policy: 'all' }>;

/** `all` puts the addresses of several pools into one answer: an alias has no place among them (RFC 2181 section 10.1). */
export function checkAll(context: TreeContext, tree: PlacedTree): void {
  for (const node of tree.nodes) {
    if (node.policy !== 'all') continue;
    checkNoHosts(context, tree, node);
    noteTooManyAnswers(context, tree, node);
  }
}

function checkNoHosts({ draft, pools }: TreeContext, { pathOf }: PlacedTree, { of }: AllNode): void {
  for (const child of of) {
    const pool = poolsBelow(pools, child).find(answersHosts);
    if (!pool) continue;
    const hint = 'with flatten: true their addresses are answered';
    draft.error(pathOf(child), `\`all\` needs addresses, and pool \`${pool.name}\` has host names; ${hint}`);
  }
}

function noteTooManyAnswers({ draft, pools }: TreeContext, { pathOf }: PlacedTree, node: AllNode): void {
  const below = poolsBelow(pools, node);
  const known = below.length === new Set(poolsOf(node)).size;
  const endpoints = below.flatMap(pool => pool.endpoints);
  // What is not written is everything, and a host name may have any number of addresses.
  if (node.answers === ALL_ANSWERS || !known || endpoints.some(({ address }) => address.family === 'host')) return;
  const count = new Set(endpoints.map(({ address }) => address.text)).size;
  if (node.answers <= count) return;
  draft.warning([...pathOf(node), 'all', 'answers'], `no answer can carry ${node.answers} addresses: the pools below have ${count}`);
}

function poolsBelow(pools: ReadonlyMap<string, Pool>, node: SteeringNode): Pool[] {
  return [...new Set(poolsOf(node))].flatMap(name => pools.get(name) ?? []);
}
