import type { SteeringNode } from '../model/steering.ts';
import type { Outcome, Policy } from './policy.ts';

type WeightedNode = Extract<SteeringNode, { policy: 'weighted' }>;

/** Every child that is up, by its weight. Weight 0 means: only when nothing else is up; then all such are alike. */
export const weighted: Policy<WeightedNode> = {
  children: node => node.of.map(branch => branch.to),
  looksAtClient: false,
  clientKey: () => '',
  label: () => 'weighted',
  decide(node, walk) {
    const live: { to: SteeringNode; weight: number; outcome: Outcome }[] = [];
    for (const { to, weight } of node.of) {
      const outcome = walk.visit(to);
      if (outcome) live.push({ to, weight, outcome });
    }
    const positive = live.filter(({ weight }) => weight > 0);
    if (positive.length === 0) return live.length === 0 ? undefined : live.flatMap(({ outcome }) => scale(outcome, 1));
    for (const { to, weight } of live) if (weight === 0) walk.passOver(to, 'weight 0: only when nothing else is up');
    walk.because(positive.map(({ weight }) => weight).join(' : '));
    return positive.flatMap(({ weight, outcome }) => scale(outcome, weight));
  },
};

/** The same shares, summing to `total`. */
export function scale(outcome: Outcome, total: number): Outcome {
  const sum = outcome.reduce((running, share) => running + share.weight, 0);
  return outcome.map(share => ({ ...share, weight: (share.weight / sum) * total }));
}
