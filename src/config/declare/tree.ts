import { nodesBelow } from '../../lib/steering-tree.ts';
import type { Pool, SteeredRecord, SteeringNode } from '../../model/steering.ts';
import type { Path } from '../yaml/path.ts';

/** A steering tree, and where the file has each of its nodes: a branch of a map ends in its key. */
export interface PlacedTree {
  readonly root: SteeringNode;
  /** The root and all below it, each after what hangs below it. */
  readonly nodes: readonly SteeringNode[];
  readonly pathOf: (node: SteeringNode) => Path;
}

/** A node and all below it, each before what hangs below it. */
export function* nodesFrom(node: SteeringNode): Generator<SteeringNode> {
  yield node;
  for (const below of nodesBelow(node)) yield* nodesFrom(below);
}

/** The names of the pools below a node, in order, repeated where they are. */
export function poolsOf(node: SteeringNode): string[] {
  return node.policy === 'pool' ? [node.pool] : nodesBelow(node).flatMap(poolsOf);
}

/** The names of all pools that may answer for a record, each once. */
export function poolsOfRecord(record: SteeredRecord): ReadonlySet<string> {
  const last = record.whenAllDown.kind === 'pool' ? [record.whenAllDown.pool] : [];
  return new Set([...poolsOf(record.steer), ...last]);
}

/** Whether a pool's endpoints are answered as aliases. */
export function answersHosts({ endpoints, flatten }: Pool): boolean {
  return !flatten && endpoints.some(({ address }) => address.family === 'host');
}
