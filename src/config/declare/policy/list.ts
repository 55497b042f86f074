import type { SteeringNode } from '../../../model/steering.ts';
import type { NodeInput } from '../../schema/node.ts';
import type { Path } from '../../yaml/path.ts';
import type { Draft } from '../draft.ts';
import type { PolicyScope } from './scope.ts';

/** The nodes of the list at `path`. */
export function declareList({ draft, declare }: PolicyScope, path: Path, inputs: readonly NodeInput[]): SteeringNode[] {
  const nodes = inputs.map((input, i) => declare([...path, i], input));
  noteRepeated(draft, nodes, i => [...path, i]);
  return nodes;
}

/** Notes the nodes of a list that are in it already. */
export function noteRepeated(draft: Draft, nodes: readonly SteeringNode[], pathOf: (i: number) => Path): void {
  const seen = new Set<string>();
  nodes.forEach((node, i) => {
    const text = JSON.stringify(node);
    const what = node.policy === 'pool' ? `pool \`${node.pool}\`` : 'the same branch';
    if (seen.has(text)) draft.error(pathOf(i), `${what} is in this list already`);
    seen.add(text);
  });
}
