import type { SteeredRecord, SteeringNode } from '../model/steering.ts';
import { nodesBelow } from './steering-tree.ts';

/** The names of the pools that a record may be answered from, its last resort among them; each once. */
export function poolsOf({ steer, whenAllDown }: Pick<SteeredRecord, 'steer' | 'whenAllDown'>): ReadonlySet<string> {
  return new Set([...poolsBelow(steer), ...(whenAllDown.kind === 'pool' ? [whenAllDown.pool] : [])]);
}

/** The names of the pools below a node, in the order of the file; one that stands there twice comes twice. */
export function* poolsBelow(node: SteeringNode): Generator<string> {
  if (node.policy === 'pool') yield node.pool;
  for (const below of nodesBelow(node)) yield* poolsBelow(below);
}
