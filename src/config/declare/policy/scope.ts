import type { SteeringNode } from '../../../model/steering.ts';
import type { NodeInput } from '../../schema/node.ts';
import type { Path } from '../../yaml/path.ts';
import type { Draft } from '../draft.ts';

/** One policy of a tree while it is declared. */
export interface PolicyScope {
  readonly draft: Draft;
  /** Of what stands behind the policy's key. */
  readonly path: Path;
  /** Declares the node at `path`, which lies below this policy. */
  readonly declare: (path: Path, input: NodeInput) => SteeringNode;
  /** The same where a pool's name is the key that `path` ends in. */
  readonly declareKey: (path: Path, pool: string) => SteeringNode;
}

/** Where the nodes of a policy with options stand: the short form has them as the value itself. */
export function pathOfNodes({ draft, path }: PolicyScope): Path {
  return draft.places.keys(path).includes('of') ? [...path, 'of'] : path;
}
