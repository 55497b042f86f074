import type { SteeringNode, WeightedBranch } from '../model/steering.ts';
import type { Outcome, Policy, Share, Walk } from './policy.ts';

type WeightedNode = Extract<SteeringNode, { policy: 'weighted' }>;

/** Every child that is up, by its weight. Weight 0 means: only when nothing else is up; then all such are alike. */
export const weighted: Policy<WeightedNode> = {
  children: node => node.of.map(branch => branch.to),
  look: undefined,
  label: () => 'weighted',
  decide(node, walk) {
    const live = liveBranches(node.of, walk);
    if (live.length === 0) return undefined;
    walk.because(() => live.map(({ weight }) => weight).join(' : '));
    const shares: Share[] = [];
    for (const { weight, outcome } of live) shares.push(...scale(outcome, weight));
    return shares;
  },
};

/** A branch that takes part. */
export interface LiveBranch {
  readonly index: number;
  /** Positive. */
  readonly weight: number;
  readonly outcome: Outcome;
}

/** Visits all branches; gives those that take part: of weight 0 only where nothing else is up, and then all alike. */
export function liveBranches(of: readonly WeightedBranch[], walk: Walk): readonly LiveBranch[] {
  const live: (LiveBranch & Pick<WeightedBranch, 'to'>)[] = [];
  for (let index = 0; index < of.length; index++) {
    const { to, weight } = of[index]!;
    const outcome = walk.visit(to);
    if (outcome) live.push({ index, to, weight, outcome });
  }
  if (live.every(({ weight }) => weight > 0)) return live;
  if (live.every(({ weight }) => weight === 0)) return live.map(branch => ({ ...branch, weight: 1 }));
  for (const { to, weight } of live) if (weight === 0) walk.passOver(to, 'weight 0: only when nothing else is up');
  return live.filter(({ weight }) => weight > 0);
}

/** The same shares, summing to `total`. */
export function scale(outcome: Outcome, total: number): Outcome {
  if (outcome.length === 1) return [{ weight: total, draw: outcome[0]!.draw }];
  const sum = outcome.reduce((running, share) => running + share.weight, 0);
  return outcome.map(share => ({ ...share, weight: (share.weight / sum) * total }));
}
