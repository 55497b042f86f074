import { z } from 'zod';
import { VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import { expected, VISIBLE_TEXT } from './expected.ts';

const ROLES = ['viewer', 'operator', 'admin', 'probe'] as const;
const ROLE = expected('"viewer", "operator", "admin" or "probe"');
const VANTAGE = expected(VANTAGE_NAME_EXPECTED);
const MAX_NAME = 100;
const NAME = expected(`1 to ${MAX_NAME} characters of text, none of them a control character`);
const time = z.iso.datetime({ offset: true });
const role = z.enum(ROLES, { error: ROLE }).meta({
  description: '`viewer` reads; `operator` changes as well; `admin` makes and revokes tokens as well; `probe` is the agent of one vantage.',
});

/** Why `vantage` is not right beside this role. */
const VANTAGE_OF_PROBE = {
  path: ['vantage'],
  // The role alone has to be good for it, so that this is told together with what else is wrong.
  when: ({ value }: { value: unknown }) => role.safeParse((value as { role?: unknown } | null)?.role).success,
  error: (issue: { input?: unknown }) =>
    (issue.input as { role: string }).role === 'probe'
      ? 'missing; role probe needs the name of its vantage'
      : 'only a token with role probe has a vantage',
};

const ZONES_OF_ROLE = { path: ['zones'], error: 'only a token with role viewer or operator is for some zones alone' };

export const newToken = z
  .strictObject({
    role,
    vantage: z
      .string({ error: VANTAGE })
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, { error: VANTAGE })
      .optional()
      .meta({ description: 'The only one that the agent speaks for; with role `probe` and no other.' }),
    zones: z
      .array(z.string({ error: expected('the name of a zone') }), { error: expected('a list of names of zones') })
      .min(1, { error: expected('a list of one zone or more') })
      .max(100, { error: expected('a list of up to 100 zones') })
      .optional()
      .meta({ description: 'The only zones that it is good for, with role `viewer` or `operator`; all where left out.' }),
    name: z
      .string({ error: NAME })
      .regex(VISIBLE_TEXT, { error: NAME })
      .max(MAX_NAME, { error: NAME })
      .optional()
      .meta({ description: 'What it is for. It stands beside the id wherever the author of a change does.' }),
    expires: z
      .string({ error: expected('a duration such as "30d", or an RFC 3339 time to come') })
      .optional()
      .meta({ description: 'A duration such as `30d`, or an RFC 3339 time to come. Without it the token is good until it is revoked.' }),
  })
  .refine(({ role, zones }) => zones === undefined || role === 'viewer' || role === 'operator', ZONES_OF_ROLE)
  .refine(wanted => (wanted.role === 'probe') === (wanted.vantage !== undefined), VANTAGE_OF_PROBE);
export type NewToken = z.infer<typeof newToken>;

export const tokenView = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  vantage: z.string().nullable(),
  zones: z.array(z.string()).nullable().meta({ description: 'The only ones that it is good for; null: all.' }),
  name: z.string().nullable(),
  author: z.string().meta({ description: 'Who made it.' }),
  created: time,
  expires: time.nullable(),
  last_used: time.nullable().meta({ description: 'After a restart, up to an hour before it really was.' }),
  revoked: time.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});
export type TokenView = z.infer<typeof tokenView>;

export const tokenAnswer = tokenView.extend({ token: z.string().meta({ description: 'The token itself, told this once.' }) });
export type TokenAnswer = z.infer<typeof tokenAnswer>;

export const tokenList = z.object({ tokens: z.array(tokenView) });
export type TokenList = z.infer<typeof tokenList>;
