import type { SteeringNode } from '../../../model/steering.ts';
import type { PlacedTree } from '../tree.ts';
import type { TreeContext } from './registry.ts';
import { coversEverybody } from './unreachable-subnet.ts';

/** Warns where some clients fit no branch, and no other node of the tree takes them. */
export function noteMissingDefault({ draft }: TreeContext, { root, pathOf }: PlacedTree): void {
  let node: SteeringNode | undefined = root;
  // What lies in any other branch leaves its clients to the wider branches and the default beside it.
  while (node?.policy === 'geo' || node?.policy === 'subnet') {
    const complete: boolean = node.otherwise !== undefined || (node.policy === 'subnet' && coversEverybody(node.branches, []));
    if (!complete) draft.warningAtKey([...pathOf(node), node.policy], NO_DEFAULT);
    node = node.otherwise;
  }
}

const NO_DEFAULT = 'no default: clients elsewhere get no address, or what when_all_down says other than serve_all';
