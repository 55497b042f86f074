import { z } from 'zod';

const prefix = z.object({
  prefix: z.string().meta({ description: 'A /24 of IPv4 or a /56 of IPv6, of the addresses that queries came from.' }),
  questions: z.int().meta({ description: 'How many of its questions (name, type, client subnet) are followed.' }),
  answers: z.int(),
  early: z
    .int()
    .meta({ description: 'Answers that it asked for although the one before was good for more than another tenth of its TTL.' }),
  afterwards: z.int().meta({ description: 'How often it asked again after the answer before had run out.' }),
  mean_late_seconds: z
    .number()
    .meta({ description: 'Between that and the question, on average; nobody may have wanted to know meanwhile.' }),
  least_late_seconds: z.int(),
  overstays: z
    .boolean()
    .meta({ description: 'Whether a question of it comes so evenly late that chance hardly explains it: it keeps answers for too long.' }),
});
export type AskingPrefixView = z.infer<typeof prefix>;

export const askersQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^(?:[1-9][0-9]{0,2}|1000)$/, { error: 'expected a number from 1 to 1000' })
    .optional()
    .meta({ description: 'How many prefixes of each kind at most; 20 where left out.' }),
});

/** `GET /v1/exposure/resolvers`. */
export const askersView = z.object({
  one_in: z.int().meta({ description: 'One in so many prefixes is looked at, chosen by a hash that differs from start to start.' }),
  prefixes: z.int().meta({ description: 'How many prefixes are followed.' }),
  unseen: z.int().meta({ description: 'Answers that there was no room to take in.' }),
  later: z.array(prefix).meta({ description: 'Those that ask later than they should: the ones that overstay, then the latest.' }),
  early: z.array(prefix).meta({ description: 'Those that ask before their answer has run out, the most often first.' }),
});
export type AskersView = z.infer<typeof askersView>;
