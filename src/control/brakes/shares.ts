import { nodesBelow } from '../../lib/steering-tree.ts';
import type { SteeringNode } from '../../model/steering.ts';

/** What part of a record each pool counts for, by the name of the pool; the parts sum to 1. */
export type Shares = ReadonlyMap<string, number>;

/** Trees are immutable, and the same object until a file or a ratio changes. */
const KNOWN = new WeakMap<SteeringNode, Shares>();

/**
 * The parts of a tree's pools: branches with weights count by them, any others alike. What a standby could take counts as what answers now:
 * a brake guards what is there to answer with, not where clients happen to be.
 */
export function sharesOf(root: SteeringNode): Shares {
  const known = KNOWN.get(root);
  if (known) return known;
  const shares = new Map<string, number>();
  add(shares, root, 1);
  KNOWN.set(root, shares);
  return shares;
}

function add(shares: Map<string, number>, node: SteeringNode, share: number): void {
  if (node.policy === 'pool') shares.set(node.pool, (shares.get(node.pool) ?? 0) + share);
  const parts = partsOf(node);
  for (const [i, below] of nodesBelow(node).entries()) add(shares, below, share * parts[i]!);
}

function partsOf(node: SteeringNode): number[] {
  const below = nodesBelow(node);
  const weights = node.policy === 'weighted' || node.policy === 'sticky' ? node.of.map(({ weight }) => weight) : below.map(() => 1);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => (sum > 0 ? weight / sum : 1 / weights.length));
}
