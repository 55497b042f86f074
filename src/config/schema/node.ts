import { z } from 'zod';
import { found } from './found.ts';
import { type AllInput, allSchema } from './policy/all.ts';
import { type GeoInput, geoSchema } from './policy/geo.ts';
import { type NearestInput, nearestSchema } from './policy/nearest.ts';
import { nodeList } from './policy/node-list.ts';
import { type StickyInput, stickySchema } from './policy/sticky.ts';
import { type SubnetInput, subnetSchema } from './policy/subnet.ts';
import { type WeightsInput, weightedSchema } from './policy/weights.ts';
import { text } from './scalar.ts';
import { strictMap } from './strict-map.ts';

/** A steering node as the file writes it: a pool's name, or exactly one policy. */
export type NodeInput = string | PolicyInput;

export type PolicyInput = Partial<PolicyInputs>;

/** What the file writes behind each policy's key. */
export interface PolicyInputs {
  readonly failover: readonly NodeInput[];
  readonly weighted: WeightsInput;
  readonly geo: GeoInput;
  readonly nearest: NearestInput;
  readonly subnet: SubnetInput;
  readonly sticky: StickyInput;
  readonly all: AllInput;
}

const NODE = "a pool's name or an object with one of failover, weighted, geo, nearest, subnet, sticky, all";

const node: z.ZodType<NodeInput> = z.lazy(() => z.union([text(NODE), policySchema], { error: NODE })).meta({ id: 'node' });

/** A new policy is one line here. */
const policies = {
  failover: nodeList(node).exactOptional(),
  weighted: weightedSchema(node).exactOptional(),
  geo: geoSchema(node).exactOptional(),
  nearest: nearestSchema(node).exactOptional(),
  subnet: subnetSchema(node).exactOptional(),
  sticky: stickySchema(node).exactOptional(),
  all: allSchema(node).exactOptional(),
} satisfies { readonly [Policy in keyof PolicyInputs]: z.ZodType<PolicyInputs[Policy]> };

const policySchema = strictMap(NODE, policies, NODE)
  .refine(policy => Object.keys(policy).length === 1, { error: ({ input }) => `expected ${NODE}, found ${keysFound(input)}` })
  .meta({ minProperties: 1, maxProperties: 1 });

/** A node of a steering tree, with all that hangs below it. */
export const nodeSchema = node;

function keysFound(input: unknown): string {
  const keys = Object.keys(input as object);
  return keys.length === 0 ? found(input) : keys.join(' and ');
}
