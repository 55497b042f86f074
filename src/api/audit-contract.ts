import { z } from 'zod';
import { expected } from './expected.ts';

const ROLES = ['viewer', 'operator', 'admin', 'probe', 'server'] as const;
const MOST = 1000;
const time = (what: string) =>
  z.iso
    .datetime({ offset: true, error: expected('an RFC 3339 time') })
    .optional()
    .meta({ description: what });
const LIMIT = expected(`an integer from 1 to ${MOST}`);

export const auditQuery = z.strictObject({
  zone: z.string().optional().meta({ description: 'Calls about this zone alone.' }),
  author: z.string().optional().meta({ description: 'Calls of this author alone, as entries write one, or of the token of this id.' }),
  request: z.string().optional().meta({ description: 'Calls with this request id alone.' }),
  method: z.string().optional().meta({ description: 'Calls with these methods alone, with commas between.' }),
  path: z.string().optional().meta({ description: 'Calls whose path begins so.' }),
  status: z
    .string()
    .regex(/^(?:done|refused|[1-5]\d\d)$/, { error: expected('done, refused or a status such as 412') })
    .optional()
    .meta({ description: '`done`, `refused` (all else), or a status.' }),
  from: time('Not before this time.'),
  until: time('Before this time.'),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d{0,2}|1000)$/, { error: LIMIT })
    .optional()
    .meta({ description: `At most so many, from 1 to ${MOST}; 100 where left out. An export has all.` }),
  cursor: z.string().optional().meta({ description: 'The `next` of the page before.' }),
  format: z
    .enum(['json', 'ndjson', 'csv'], { error: expected('json, ndjson or csv') })
    .optional()
    .meta({ description: '`ndjson` and `csv`: every entry that is asked for, the oldest first, one a line.' }),
});
export type AuditQuery = z.infer<typeof auditQuery>;

const thing = z.looseObject({}).nullable();
export const changedView = z.object({
  kind: z.string().meta({ description: '`weight`, `override`, `token` …; `call` where no more is known than what was asked for.' }),
  target: z.string(),
  before: thing.meta({ description: 'As it was; null where there was none.' }),
  after: thing.meta({ description: 'As it is from then on; null where there is none.' }),
});
export type ChangedView = z.infer<typeof changedView>;

export const auditEntry = z.object({
  number: z.int(),
  at: z.iso.datetime({ offset: true }),
  author: z.string(),
  token: z.string().nullable().meta({ description: 'Its id; null for the token of the data directory, and for the server itself.' }),
  role: z.enum(ROLES).meta({ description: '`server`: nobody called, as where entries are removed for their age.' }),
  address: z.string(),
  request: z.string(),
  method: z.string(),
  path: z.string(),
  zones: z.array(z.string()),
  status: z.int(),
  reason: z.string().nullable(),
  detail: z
    .string()
    .nullable()
    .meta({ description: 'Why it was refused, or failed; the fields that were not right, without what was in them.' }),
  changes: z.array(changedView),
  hash: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntry>;

export const auditList = z.object({
  entries: z.array(auditEntry).meta({ description: 'The newest first.' }),
  next: z.string().nullable().meta({ description: 'The `cursor` of the next page; null where this is the last.' }),
});
export type AuditList = z.infer<typeof auditList>;

export const auditVerifyQuery = z.strictObject({
  head: z
    .string()
    .regex(/^\d{1,15}:[0-9a-f]{64}$/, { error: expected('NUMBER:HASH, the hash 64 hexadecimal digits') })
    .optional()
    .meta({ description: 'The `number:hash` that was noted at another time: it must still be in the chain.' }),
});

export const auditVerdict = z.object({
  ok: z.boolean(),
  entries: z.int(),
  first: z.int().meta({ description: 'The oldest that is kept; 0 where there is none.' }),
  last: z.int(),
  head: z
    .string()
    .meta({ description: 'The `number:hash` of the newest entry: note it elsewhere, and a later verification can be held against it.' }),
  fault: z.object({ number: z.int(), message: z.string() }).nullable().meta({ description: 'The first thing that is wrong.' }),
});
export type AuditVerdictView = z.infer<typeof auditVerdict>;

export const auditSchemas = { AuditEntry: auditEntry, AuditList: auditList, AuditVerdict: auditVerdict, Changed: changedView };
