import type { SteeringNode, Subnet } from '../../../model/steering.ts';
import { readSubnet, type SubnetInput } from '../../schema/policy/subnet.ts';
import { declareBranches } from './branches.ts';
import type { PolicyScope } from './scope.ts';

/** A `subnet` node. */
export function declareSubnet(scope: PolicyScope, input: SubnetInput): SteeringNode {
  const known = new Map<string, string>();
  const declared = declareBranches(scope, input, (path, key) => {
    // The schema has refused the keys that are none.
    const subnet = readSubnet(key) as Subnet;
    const before = known.get(subnet.text);
    if (before !== undefined) scope.draft.errorAtKey(path, `\`${before}\` is the same block, ${subnet.text}`);
    known.set(subnet.text, key);
    return subnet;
  });
  return { policy: 'subnet', ...declared };
}
