import type { SteeringNode } from '../model/steering.ts';
import { all } from './all.ts';
import { failover } from './failover.ts';
import { geo } from './geo.ts';
import { nearest } from './nearest.ts';
import type { Policy } from './policy.ts';
import { pool } from './pool.ts';
import { sticky } from './sticky.ts';
import { subnet } from './subnet.ts';
import { weighted } from './weighted.ts';

type Registry = { readonly [P in SteeringNode['policy']]: Policy<Extract<SteeringNode, { policy: P }>> };

/** Every policy by the name that a node carries. */
export const POLICIES: Registry = { pool, failover, weighted, geo, nearest, subnet, sticky, all };

/** The policy of a node. */
export function policyOf(node: SteeringNode): Policy<SteeringNode> {
  return POLICIES[node.policy] as unknown as Policy<SteeringNode>;
}
