import { AUDIT_CSV_HEAD, auditCsvLine } from '../lib/audit-csv.ts';
import { asName, displayName } from '../lib/dns-name.ts';
import type { AuditEntry, SealedEntry } from '../model/audit.ts';
import type { AuditAccess } from './audit-access.ts';
import { type AuditList, type AuditQuery, auditList, auditQuery, auditVerdict, auditVerifyQuery } from './audit-contract.ts';
import { Download } from './download.ts';
import { readCursor, writeCursor } from './pages.ts';
import { badInput } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';

const DEFAULT_LIMIT = 100;

/** `/v1/audit`: who changed what, for admins. None where the server keeps none. */
export function auditRoutes({ audit }: ApiContext): Route[] {
  if (audit === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/audit',
      summary: 'Who changed what, when and from where, refused calls included; a page, or an export of all',
      role: 'admin',
      query: auditQuery,
      answer: auditList,
      otherTypes: ['application/x-ndjson', 'text/csv'],
      handle: ({ query }) => (query.format === undefined || query.format === 'json' ? page(audit, query) : exported(audit, query)),
    }),
    route({
      method: 'GET',
      url: '/audit/verify',
      summary: 'Whether the audit is still what was written',
      role: 'admin',
      query: auditVerifyQuery,
      answer: auditVerdict,
      handle: ({ query }) => verify(audit, query.head),
    }),
  ];
}

async function page(audit: AuditAccess, query: AuditQuery): Promise<AuditList> {
  const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
  const after = query.cursor === undefined ? undefined : numberIn(query.cursor);
  const entries: SealedEntry[] = [];
  for await (const entry of audit.search({ order: 'newest', after, fits: conditionOf(query) })) {
    if (entries.length === limit) return { entries: entries.map(view), next: writeCursor(String(entries.at(-1)!.number)) };
    entries.push(entry);
  }
  return { entries: entries.map(view), next: null };
}

function numberIn(cursor: string): number {
  const number = Number(readCursor(cursor));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw badInput([{ field: 'cursor', message: 'expected the next of the page before' }]);
}

/** The types of the wire are the same, but for what may not be written to. */
function view(entry: SealedEntry): AuditList['entries'][number] {
  return { ...entry, zones: [...entry.zones], changes: entry.changes.map(each => ({ ...each })) } as AuditList['entries'][number];
}

function exported(audit: AuditAccess, query: AuditQuery): Download {
  const entries = audit.search({ order: 'oldest', fits: conditionOf(query) });
  if (query.format === 'ndjson') return new Download('application/x-ndjson; charset=utf-8', 'audit.ndjson', ndjson(entries));
  return new Download('text/csv; charset=utf-8', 'audit.csv', csv(entries));
}

async function* ndjson(entries: AsyncIterable<SealedEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function* csv(entries: AsyncIterable<SealedEntry>): AsyncGenerator<string> {
  yield `${AUDIT_CSV_HEAD}\r\n`;
  for await (const entry of entries) yield `${auditCsvLine(entry)}\r\n`;
}

function conditionOf({ zone, author, request, method, path, status, from, until }: AuditQuery): (entry: AuditEntry) => boolean {
  const name = zone === undefined ? undefined : displayName(asName(zone) ?? zone);
  const methods = method?.toUpperCase().split(',');
  // All times of entries are written alike, so that their texts are in their order.
  const [earliest, end] = [from, until].map(text => (text === undefined ? undefined : new Date(text).toISOString()));
  return entry =>
    (name === undefined || entry.zones.includes(name)) &&
    (author === undefined || entry.author === author || entry.token === author) &&
    (request === undefined || entry.request === request) &&
    (methods === undefined || methods.includes(entry.method)) &&
    (path === undefined || entry.path.startsWith(path)) &&
    (status === undefined || statusFits(entry.status, status)) &&
    (earliest === undefined || entry.at >= earliest) &&
    (end === undefined || entry.at < end);
}

function statusFits(status: number, wanted: string): boolean {
  if (wanted === 'done') return status < 400;
  return wanted === 'refused' ? status >= 400 : String(status) === wanted;
}

async function verify(audit: AuditAccess, noted: string | undefined) {
  const { head, fault, ...rest } = await audit.verify();
  const found = fault ?? (noted === undefined ? undefined : notThere(audit, noted));
  return { ok: found === undefined, ...rest, head: `${rest.last}:${head}`, fault: found ?? null };
}

function notThere(audit: AuditAccess, noted: string) {
  const [number = '', hash] = noted.split(':');
  const found = audit.hashOf(Number(number));
  if (found === hash) return undefined;
  const message = found === undefined ? 'it is not there any more' : 'it is not the entry that was noted';
  return { number: Number(number), message };
}
