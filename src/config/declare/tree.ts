import type { SteeredRecord, SteeringNode } from '../../model/steering.ts';

/** The names of the pools below a node, in order, repeated where they are. */
export function poolsOf(node: SteeringNode): string[] {
  switch (node.policy) {
    case 'pool':
      return [node.pool];
    case 'failover':
    case 'nearest':
      return node.of.flatMap(poolsOf);
    case 'weighted':
      return node.of.flatMap(({ to }) => poolsOf(to));
    case 'geo':
      return [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])].flatMap(poolsOf);
  }
}

/** The names of all pools that may answer for a record, each once. */
export function poolsOfRecord(record: SteeredRecord): ReadonlySet<string> {
  const last = record.whenAllDown.kind === 'pool' ? [record.whenAllDown.pool] : [];
  return new Set([...poolsOf(record.steer), ...last]);
}
