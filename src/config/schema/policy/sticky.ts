import { z } from 'zod';
import type { NodeInput } from '../node.ts';
import { list, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { type WeightedInput, weightedBranch, weightMap } from './weights.ts';

export interface StickyInput {
  readonly of: StickyBranchesInput;
  /** Bits. */
  readonly prefix: { readonly ipv4: number; readonly ipv6: number };
}

/** Pools by name with weights, or a list of nodes, each with a weight or as it is. */
export type StickyBranchesInput = Readonly<Record<string, number>> | readonly (NodeInput | WeightedInput)[];

const BRANCHES = 'a list of steering nodes, a map of pools to weights, or a list of { to, weight }';
const STICKY = `${BRANCHES}; or { of: such a list or map, prefix }`;
const PREFIX = { ipv4: 24, ipv6: 56 };

/** Where the map of weights is the value of `sticky` itself, `of` is the option and no pool. */
const POOL_BUT_OF = z
  .string()
  .refine(pool => pool !== 'of', { error: 'of is no pool here' })
  .meta({ not: { const: 'of' } });

/** The value of `sticky`. A prefix of 0 bits would give all clients the same. */
export function stickySchema(node: z.ZodType<NodeInput>) {
  const branch = z.union([node, weightedBranch(node)], { error: 'a steering node, or a map such as { to: web-a, weight: 40 }' });
  const branches = list(BRANCHES, branch);
  const prefix = strictMap('a map such as { ipv4: 24, ipv6: 56 }', {
    ipv4: wholeNumber(1, 32).default(PREFIX.ipv4),
    ipv6: wholeNumber(1, 128).default(PREFIX.ipv6),
  });
  const whole = strictMap(STICKY, { of: z.union([branches, weightMap(BRANCHES)], { error: BRANCHES }), prefix: prefix.prefault({}) });
  const short = z.union([branches, weightMap(STICKY, POOL_BUT_OF)], { error: STICKY });
  return z.union([whole, short.transform((of): StickyInput => ({ of, prefix: PREFIX }))], { error: STICKY });
}
