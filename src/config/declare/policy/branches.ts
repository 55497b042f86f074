import type { SteeringNode } from '../../../model/steering.ts';
import type { NodeInput } from '../../schema/node.ts';
import type { Path } from '../../yaml/path.ts';
import type { PolicyScope } from './scope.ts';

interface Branches<Match> {
  readonly branches: { readonly match: Match; readonly to: SteeringNode }[];
  readonly otherwise?: SteeringNode;
}

/** The branches of the map that is the policy's value, in the order of the file, and its default; `matchOf` reads a key. */
export function declareBranches<Match>(
  { draft, path, declare }: PolicyScope,
  input: Readonly<Record<string, NodeInput>>,
  matchOf: (path: Path, key: string) => Match,
): Branches<Match> {
  const branches: Branches<Match>['branches'] = [];
  let otherwise: SteeringNode | undefined;
  for (const key of draft.places.keys(path)) {
    const to = declare([...path, key], input[key]!);
    if (key === 'default') otherwise = to;
    else branches.push({ match: matchOf([...path, key], key), to });
  }
  return otherwise ? { branches, otherwise } : { branches };
}
