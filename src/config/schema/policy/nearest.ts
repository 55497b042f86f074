import { z } from 'zod';
import type { NodeInput } from '../node.ts';
import { strictMap } from '../strict-map.ts';
import { nodeList } from './node-list.ts';

export interface NearestInput {
  readonly of: readonly NodeInput[];
  /** Percent. */
  readonly within: number;
}

const PERCENT = 'a percentage from 0% to 100%, such as 5%';

const percent = z
  .string({ error: PERCENT })
  .regex(/^(100|\d{1,2}(\.\d+)?)%$/, { error: PERCENT })
  .transform(written => Number.parseFloat(written));

const NEAREST = 'a list of steering nodes, or { of, within }';

/** The value of `nearest`. */
export function nearestSchema(node: z.ZodType<NodeInput>) {
  const nodes = nodeList(node);
  return z.union(
    [nodes.transform((of): NearestInput => ({ of, within: 0 })), strictMap(NEAREST, { of: nodes, within: percent.prefault('0%') })],
    { error: NEAREST },
  );
}
