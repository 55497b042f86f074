import { type SubnetIndex, subnetIndex } from '../lib/subnet-index.ts';
import type { SteeringNode } from '../model/steering.ts';
import type { Look, Policy } from './policy.ts';
import { Preference } from './preference.ts';

type SubnetNode = Extract<SteeringNode, { policy: 'subnet' }>;

/** The branch of the smallest block that the client's address is in and that is up, then the wider ones; the default comes last. */
export const subnet: Policy<SubnetNode> = {
  children: childrenOf,
  look,
  label: () => 'subnet',
  decide(node, walk) {
    const { reaches } = walk.scene.lookOf(node)!.see(walk.client);
    const children = childrenOf(node);
    for (const child of reaches) {
      const outcome = walk.visit(children[child]!);
      if (!outcome) continue;
      walk.because(() => reasonOf(node, children[child]!, walk.client.address));
      return outcome;
    }
    walk.because(reaches.length === 0 ? 'no block holds the client' : 'no branch that fits the client is up');
    return undefined;
  },
};

function childrenOf(node: SubnetNode): readonly SteeringNode[] {
  return [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
}

/** Branches that lead alike, the default among them, count as one: the block is the smallest that holds the client. */
function reasonOf(node: SubnetNode, taken: SteeringNode, address: Uint8Array | undefined): string {
  const tree = JSON.stringify(taken);
  const branch = (address ? subnetsOf(node).find(address) : []).find(i => JSON.stringify(node.branches[i]!.to) === tree);
  return branch === undefined ? 'default' : `${node.branches[branch]!.match.text} fits and is up`;
}

function subnetsOf(node: SubnetNode): SubnetIndex {
  return subnetIndex(node.branches.map(({ match }) => match));
}

function look(node: SubnetNode): Look {
  const preference = new Preference(childrenOf(node));
  const index = subnetsOf(node);
  const otherwise = node.otherwise ? [node.branches.length] : [];
  return {
    fields: ['address'],
    subnets: node.branches.map(({ match }) => match),
    signature: `subnet ${JSON.stringify([node.branches.map(({ match }, i) => [match.text, preference.ids[i]]), preference.ids.at(-1), otherwise])}`,
    see: ({ address }) => preference.sight([...(address ? index.find(address) : []), ...otherwise]),
  };
}
