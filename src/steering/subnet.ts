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
      walk.because(() => (child < node.branches.length ? `${blockOf(node, child, walk.client.address)} fits and is up` : 'default'));
      return outcome;
    }
    walk.because(reaches.length === 0 ? 'no block holds the client' : 'no branch that fits the client is up');
    return undefined;
  },
};

function childrenOf(node: SubnetNode): readonly SteeringNode[] {
  return [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
}

/** Branches that lead alike count as one: the block is the smallest of theirs. */
function blockOf(node: SubnetNode, child: number, address: Uint8Array | undefined): string {
  const to = JSON.stringify(node.branches[child]!.to);
  const found = address ? subnetsOf(node).find(address) : [];
  const branch = found.find(i => JSON.stringify(node.branches[i]!.to) === to) ?? child;
  return node.branches[branch]!.match.text;
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
