import type { SteeringNode } from '../../../model/steering.ts';
import type { StickyInput } from '../../schema/policy/sticky.ts';
import { type PolicyScope, pathOfNodes } from './scope.ts';
import { declareWeights } from './weights.ts';

/** A `sticky` node. */
export function declareSticky(scope: PolicyScope, { of, prefix }: StickyInput): SteeringNode {
  return { policy: 'sticky', of: declareWeights(scope, pathOfNodes(scope), of), prefix };
}
