import { nodesBelow } from '../lib/steering-tree.ts';
import type { SteeringNode } from '../model/steering.ts';
import type { Shape } from './shape.ts';

/** What of a shape's tree and pools no name server of others can be told, in words. */
export function untoldIn({ record, scene, family }: Pick<Shape, 'record' | 'scene' | 'family'>): readonly string[] {
  const policies = new Set<SteeringNode['policy']>();
  collect(record.steer, policies);
  const pools = scene.poolsBelow(record.steer);
  const several = family !== 'host' && pools.some(({ answers }) => answers > 1);
  return [
    ...(policies.has('nearest') ? ['nearest: clients are not told apart by distance'] : []),
    ...(policies.has('subnet') ? ['subnet: clients are not told apart by address block'] : []),
    ...(policies.has('sticky') || pools.some(({ select }) => select === 'sticky') ? ['sticky: a network does not keep its answer'] : []),
    ...(policies.has('all') || several ? ['how many addresses an answer carries is not told'] : []),
  ];
}

function collect(node: SteeringNode, policies: Set<SteeringNode['policy']>): void {
  policies.add(node.policy);
  for (const below of nodesBelow(node)) collect(below, policies);
}
