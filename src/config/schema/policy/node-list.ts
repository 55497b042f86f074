import type { z } from 'zod';
import type { NodeInput } from '../node.ts';
import { list } from '../scalar.ts';

/** The value of `failover`, and of `of` elsewhere: at least one node. */
export function nodeList(node: z.ZodType<NodeInput>) {
  return list('a list of steering nodes, such as [web-a, web-b]', node);
}
