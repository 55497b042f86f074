import type { SteeringNode } from '../../../model/steering.ts';
import type { AllInput } from '../../schema/policy/all.ts';
import { declareList } from './list.ts';
import { type PolicyScope, pathOfNodes } from './scope.ts';

/** More than any answer has room for. */
export const ALL_ANSWERS = 65_535;

/** An `all` node. */
export function declareAll(scope: PolicyScope, { of, answers = ALL_ANSWERS }: AllInput): SteeringNode {
  return { policy: 'all', of: declareList(scope, pathOfNodes(scope), of), answers };
}
