import { z } from 'zod';
import type { NodeInput } from '../node.ts';
import { wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { nodeList } from './node-list.ts';

export interface AllInput {
  readonly of: readonly NodeInput[];
  /** Undefined: all that are up. */
  readonly answers?: number;
}

const ALL = 'a list of steering nodes, or { of, answers }';

/** The value of `all`. */
export function allSchema(node: z.ZodType<NodeInput>) {
  const nodes = nodeList(node);
  return z.union(
    [nodes.transform((of): AllInput => ({ of })), strictMap(ALL, { of: nodes, answers: wholeNumber(1, 65535).exactOptional() })],
    { error: ALL },
  );
}
