import { z } from 'zod';
import { expires, intentFacts, reason, weight } from './intent-contract.ts';

const weights = z.record(z.string(), weight).meta({ description: 'By the name of the branch: a pool, or what `GET` of the record shows.' });

/** With what else an intent has. */
const wholeRatio = z.strictObject({ weights, reason: reason.optional(), expires: expires.optional() });

const { $schema: _, ...documented } = z.toJSONSchema(z.union([weights, wholeRatio]), { io: 'input' });

/** Weights alone, or an object with them in `weights`. Any value passes: what is wrong with it is told together with what does not fit the record. */
export const ratioChange = z.unknown().meta({
  type: 'object',
  ...documented,
  description:
    'Weights alone, `{"web-hangzhou": 10, "web-beijing": 90}`, or `{"weights": {…}, "reason": "canary", "expires": "2h"}`: it is the latter where `weights` is an object.',
});

/** The other form without what needs to be judged against the record. */
export const ratioFacts = z.strictObject({ weights: z.unknown(), reason: reason.optional(), expires: expires.optional() });

export const ratioQuery = z.strictObject({ reason: reason.optional(), expires: expires.optional() });

export const ratioIntent = z.object({
  weights: z.record(z.string(), z.int()).meta({ description: 'What is not named keeps the weight of the file.' }),
  applies: z.boolean().meta({ description: 'Whether it fits the record as the file has it now.' }),
  ...intentFacts,
});
export type RatioIntentView = z.infer<typeof ratioIntent>;
