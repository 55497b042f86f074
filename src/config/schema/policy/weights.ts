import { z } from 'zod';
import type { NodeInput } from '../node.ts';
import { list, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';

/** Branches with weights: pools by name, or a list. */
export type WeightsInput = Readonly<Record<string, number>> | readonly WeightedInput[];

export interface WeightedInput {
  readonly to: NodeInput;
  readonly weight: number;
}

const weight = wholeNumber(0, 65535);

/** A map of pools to weights that is not empty; `key` is what a pool may be called in it. */
export function weightMap(expected: string, key: z.ZodString = z.string()) {
  return z.record(key, weight, { error: expected }).refine(branches => Object.keys(branches).length > 0, {
    error: `expected ${expected}, found an empty map`,
  });
}

/** One branch of a list with its weight. */
export function weightedBranch(node: z.ZodType<NodeInput>) {
  return strictMap('a map such as { to: web-a, weight: 40 }', { to: node, weight });
}

const WEIGHTED = 'a map of pools to weights, or a list of { to, weight }';

/** The value of `weighted`. */
export function weightedSchema(node: z.ZodType<NodeInput>) {
  return z.union([weightMap(WEIGHTED), list(WEIGHTED, weightedBranch(node))], { error: WEIGHTED });
}
