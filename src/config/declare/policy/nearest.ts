import type { SteeringNode } from '../../../model/steering.ts';
import type { NearestInput } from '../../schema/policy/nearest.ts';
import { declareList } from './list.ts';
import { type PolicyScope, pathOfNodes } from './scope.ts';

/** A `nearest` node. */
export function declareNearest(scope: PolicyScope, { of, within }: NearestInput): SteeringNode {
  return { policy: 'nearest', of: declareList(scope, pathOfNodes(scope), of), withinPercent: within };
}
