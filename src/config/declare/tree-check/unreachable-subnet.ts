import { containsPrefix, parsePrefix } from '../../../lib/ip-prefix.ts';
import { nodesBelow } from '../../../lib/steering-tree.ts';
import type { SteeringNode, Subnet, SubnetBranch } from '../../../model/steering.ts';
import { pathText } from '../../yaml/path.ts';
import { nodesFrom, type PlacedTree } from '../tree.ts';
import type { TreeContext } from './registry.ts';

type SubnetNode = Extract<SteeringNode, { policy: 'subnet' }>;

/** What is known of the clients that come to a node. */
interface Clients {
  /** Their addresses are in all of these. */
  readonly inside: readonly Subnet[];
  /** Whose addresses are in one of these have been led elsewhere, unless that is down. */
  readonly taken: readonly SubnetBranch[];
}

/** Warns of branches of `subnet` that no client fits, or that others take all clients of. */
export function noteUnreachableSubnet(context: TreeContext, tree: PlacedTree): void {
  noteBelow(context, tree, { node: tree.root, clients: { inside: [], taken: [] } });
}

interface At {
  readonly node: SteeringNode;
  readonly clients: Clients;
}

function noteBelow(context: TreeContext, tree: PlacedTree, { node, clients }: At): void {
  if (node.policy === 'subnet') noteSubnet(context, tree, { node, clients });
  else for (const below of nodesBelow(node)) noteBelow(context, tree, { node: below, clients });
}

function noteSubnet(context: TreeContext, tree: PlacedTree, { node, clients }: { node: SubnetNode; clients: Clients }): void {
  const { inside, taken } = clients;
  for (const { match, to } of node.branches) {
    const finding = whyUnused(match, clients, tree);
    if (finding !== undefined) context.draft.warningAtKey(tree.pathOf(to), finding);
    else if ([...nodesFrom(to)].some(({ policy }) => policy === 'subnet')) {
      const longer = node.branches.filter(branch => branch.match.length > match.length && containsPrefix(match, branch.match));
      noteBelow(context, tree, { node: to, clients: { inside: [...inside, match], taken: [...taken, ...longer] } });
    }
  }
  if (!node.otherwise) return;
  if (coversEverybody(node.branches, inside))
    context.draft.warningAtKey(tree.pathOf(node.otherwise), `${WHILE_DOWN}: they take every client`);
  noteBelow(context, tree, { node: node.otherwise, clients: { inside, taken: [...taken, ...node.branches] } });
}

const WHILE_DOWN = 'used only while other branches are down';

function whyUnused(subnet: Subnet, { inside, taken }: Clients, { pathOf }: PlacedTree): string | undefined {
  const barring = inside.find(outer => areApart(outer, subnet));
  if (barring) return `never used: it lies below ${barring.text}, and no address is in both`;
  const taking = taken.find(({ match }) => containsPrefix(match, subnet));
  return taking && `${WHILE_DOWN}: ${pathText(pathOf(taking.to))} takes its clients`;
}

/** Whether branches fit all clients that there are `inside` of some blocks. */
export function coversEverybody(branches: readonly SubnetBranch[], inside: readonly Subnet[]): boolean {
  const covers = (block: Pick<Subnet, 'address' | 'length'>) => branches.some(({ match }) => containsPrefix(match, block));
  return EVERYBODY.every(covers) || inside.some(covers);
}

const EVERYBODY = ['0.0.0.0/0', '::/0'].map(text => parsePrefix(text)!);

/** Whether surely no client is in both. One with an IPv6 address that holds an IPv4 one (RFC 4291 section 2.5.5.2, RFC 3056) is in blocks of both kinds. */
function areApart(a: Subnet, b: Subnet): boolean {
  if (a.address.length === b.address.length) return !touches(a, b);
  const six = a.address.length === 16 ? a : b;
  return !HOLDING_IPV4.some(block => touches(block, six));
}

const HOLDING_IPV4 = ['::ffff:0:0/96', '2002::/16'].map(text => parsePrefix(text)!);

function touches(a: Pick<Subnet, 'address' | 'length'>, b: Pick<Subnet, 'address' | 'length'>): boolean {
  return containsPrefix(a, b) || containsPrefix(b, a);
}
