import type { SteeringNode } from '../model/steering.ts';
import { branchNames } from './branch-names.ts';
import { nodesBelow, withNodesBelow } from './steering-tree.ts';
import { nearestWord } from './suggest.ts';

export type WeightedNode = Extract<SteeringNode, { policy: 'weighted' }>;

/** Weights by the name of the branch. */
export type BranchWeights = Readonly<Record<string, number>>;

/** One reason why a ratio cannot be laid over a tree: what was found, and what was expected. */
export interface RatioFault {
  /** The branch that is at fault; undefined: all of them together. */
  readonly branch: string | undefined;
  readonly message: string;
}

/** A ratio that can be laid over a tree, or why it cannot. */
export type RatioFit =
  | {
      readonly fits: true;
      /** As the tree has it. */
      readonly node: WeightedNode;
      /** The whole tree, with the weights in it. */
      readonly steer: SteeringNode;
    }
  | { readonly fits: false; readonly faults: readonly RatioFault[] };

/** The weights of a node's branches, by their names, in its order. */
export function weightsOf({ of }: WeightedNode): BranchWeights {
  const names = branchNames(of);
  return Object.fromEntries(of.map(({ weight }, i) => [names[i]!, weight]));
}

/** Lays weights over the one `weighted` node of a tree whose branches include all that they name; what they do not name keeps its weight. */
export function fitRatio(steer: SteeringNode, weights: BranchWeights): RatioFit {
  const names = Object.keys(weights);
  const nodes = weightedNodes(steer);
  const [node, ...others] = nodes.filter(({ of }) => includesAll(branchNames(of), names));
  if (!node || names.length === 0) return { fits: false, faults: whyNone(nodes, names) };
  if (others.length > 0) return { fits: false, faults: [whySeveral([node, ...others])] };
  const laid = layOver(node, weights);
  if (laid.of.every(({ weight }) => weight === 0)) return { fits: false, faults: [ALL_ZERO] };
  return { fits: true, node, steer: replaced(steer, node, laid) };
}

const ALL_ZERO: RatioFault = {
  branch: undefined,
  message: 'every branch would have weight 0, and then all count alike; expected one at least with a weight above 0',
};

function layOver(node: WeightedNode, weights: BranchWeights): WeightedNode {
  const names = branchNames(node.of);
  return { ...node, of: node.of.map((branch, i) => ({ ...branch, weight: given(weights, names[i]!) ?? branch.weight })) };
}

/** Pools may be called as what every object has. */
function given(weights: BranchWeights, name: string): number | undefined {
  return Object.hasOwn(weights, name) ? weights[name] : undefined;
}

/** `steer` with one node in the place of another; what is beside the way there is the same as before. */
function replaced(steer: SteeringNode, node: SteeringNode, by: SteeringNode): SteeringNode {
  if (steer === node) return by;
  return nodesBelow(steer).some(below => contains(below, node)) ? withNodesBelow(steer, below => replaced(below, node, by)) : steer;
}

function contains(root: SteeringNode, node: SteeringNode): boolean {
  return root === node || nodesBelow(root).some(below => contains(below, node));
}

/** From the root down, in the order of the file. */
function weightedNodes(root: SteeringNode): WeightedNode[] {
  return [...(root.policy === 'weighted' ? [root] : []), ...nodesBelow(root).flatMap(weightedNodes)];
}

function includesAll(names: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every(name => names.includes(name));
}

function whyNone(nodes: readonly WeightedNode[], names: readonly string[]): RatioFault[] {
  const known = [...new Set(nodes.flatMap(({ of }) => branchNames(of)))];
  if (known.length === 0)
    return [{ branch: undefined, message: 'nothing in the steering tree is weighted; expected a record with a `weighted` node' }];
  if (names.length === 0) return [{ branch: undefined, message: `no weight is given; expected one for any of ${known.join(', ')}` }];
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0) return unknown.map(branch => ({ branch, message: unknownBranch(branch, known) }));
  const message = `no \`weighted\` node has all of ${names.join(', ')}; expected branches of one of: ${list(nodes)}`;
  return [{ branch: undefined, message }];
}

function unknownBranch(name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  return `no branch of a \`weighted\` node is called so${near === undefined ? '' : `; did you mean ${near}?`}; expected any of ${known.join(', ')}`;
}

function whySeveral(nodes: readonly WeightedNode[]): RatioFault {
  const message = `${nodes.length} \`weighted\` nodes have these branches, ${list(nodes)}; expected branches that one alone has`;
  return { branch: undefined, message };
}

function list(nodes: readonly WeightedNode[]): string {
  return nodes.map(({ of }) => `(${branchNames(of).join(', ')})`).join(' and ');
}
