import type { SteeringNode, WeightedBranch } from '../../../model/steering.ts';
import type { StickyBranchesInput } from '../../schema/policy/sticky.ts';
import type { WeightedInput, WeightsInput } from '../../schema/policy/weights.ts';
import type { Path } from '../../yaml/path.ts';
import { noteRepeated } from './list.ts';
import type { PolicyScope } from './scope.ts';

/** Of a branch that stands in its list without one. */
const DEFAULT_WEIGHT = 100;

/** A `weighted` node. */
export function declareWeighted(scope: PolicyScope, input: WeightsInput): SteeringNode {
  return { policy: 'weighted', of: declareWeights(scope, scope.path, input) };
}

/** The branches of the map or list at `path`, with their weights. */
export function declareWeights(scope: PolicyScope, path: Path, input: StickyBranchesInput): WeightedBranch[] {
  const of = isList(input) ? declareWeightList(scope, path, input) : declareWeightMap(scope, path, input);
  if (of.every(({ weight }) => weight === 0)) scope.draft.warningAtKey(path, 'every branch has weight 0, so all count alike');
  return of;
}

type Branches = Extract<StickyBranchesInput, readonly unknown[]>;

function isList(input: StickyBranchesInput): input is Branches {
  return Array.isArray(input);
}

function declareWeightList({ draft, declare }: PolicyScope, path: Path, inputs: Branches): WeightedBranch[] {
  const toOf = (i: number): Path => (isWeighted(inputs[i]!) ? [...path, i, 'to'] : [...path, i]);
  const of = inputs.map((input, i) => {
    const { to, weight } = isWeighted(input) ? input : { to: input, weight: DEFAULT_WEIGHT };
    return { to: declare(toOf(i), to), weight };
  });
  const nodes = of.map(({ to }) => to);
  noteRepeated(draft, nodes, toOf);
  return of;
}

function isWeighted(input: Branches[number]): input is WeightedInput {
  return typeof input === 'object' && 'to' in input;
}

function declareWeightMap(
  { draft, declareKey }: PolicyScope,
  path: Path,
  weights: Exclude<StickyBranchesInput, Branches>,
): WeightedBranch[] {
  return draft.places.keys(path).map(pool => ({ to: declareKey([...path, pool], pool), weight: weights[pool]! }));
}
