import type { Command } from 'commander';
import { type AuditEntryView, auditList, auditVerdict } from '../api/contract.ts';
import { auditFlags, headFlag } from '../config/audit-flags.ts';
import { UsageError } from '../config/usage-error.ts';
import { AUDIT_CSV_HEAD, auditCsvLine } from '../lib/audit-csv.ts';
import { auditTable } from './audit-text.ts';
import type { Client } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';

interface AuditFlags extends CallFlags {
  readonly zone?: string;
  readonly author?: string;
  readonly request?: string;
  readonly status?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly csv?: boolean;
}

const MOST_A_PAGE = 1000;

/** `meridian audit`: who changed what; `audit verify`: whether it is what was written. */
export function addAudit(program: Command, io: Io): void {
  const command = program
    .command('audit')
    .description('show who changed what, when and from where, refused calls included, the newest first')
    .helpCommand('help [command]', 'show how a command is used');
  for (const option of auditFlags()) command.addOption(option);
  withClientFlags(command)
    .addHelpText(
      'after',
      examples('audit', 'audit --zone example.com --status refused', 'audit --since 2030-01-01T00:00:00Z --csv', 'audit verify'),
    )
    .action((flags: AuditFlags) => show(io, flags));
  withClientFlags(command.command('verify').description('look whether nothing of the audit was changed or taken out').addOption(headFlag()))
    .addHelpText('after', examples('audit verify', 'audit verify --json'))
    .action((_flags: object, verifying: Command) => verify(io, verifying.optsWithGlobals()));
}

async function show(io: Io, flags: AuditFlags): Promise<void> {
  const most = /^[1-9]\d{0,8}$/.test(flags.limit) ? Number(flags.limit) : undefined;
  if (most === undefined) throw new UsageError(`--limit: expected an integer from 1, found "${flags.limit}"`);
  const entries = await read(clientOf(flags), flags, most);
  if (flags.json) printJson(io, { entries });
  else if (flags.csv) io.out([AUDIT_CSV_HEAD, ...entries.map(auditCsvLine)].join('\n'));
  else io.out(entries.length === 0 ? 'no entries' : auditTable(entries));
}

async function read(client: Client, flags: AuditFlags, most: number): Promise<AuditEntryView[]> {
  const entries: AuditEntryView[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = queryOf(flags, Math.min(MOST_A_PAGE, most - entries.length), cursor);
    const page = await client.get(auditList, `/v1/audit?${query}`);
    entries.push(...page.entries);
    if (page.next === null || entries.length >= most) return entries;
    cursor = page.next;
  }
}

function queryOf({ zone, author, request, status, since, until }: AuditFlags, limit: number, cursor: string | undefined): URLSearchParams {
  const parameters = { zone, author, request, status, from: since, until, limit: String(limit), cursor };
  return new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
}

interface VerifyFlags extends CallFlags {
  readonly head?: string;
}

async function verify(io: Io, flags: VerifyFlags): Promise<void> {
  const query = flags.head === undefined ? '' : `?${new URLSearchParams({ head: flags.head })}`;
  const found = await clientOf(flags).get(auditVerdict, `/v1/audit/verify${query}`);
  const { fault, entries, first, last, head } = found;
  if (flags.json) printJson(io, found);
  else if (!fault) io.out(`ok: ${entries} entries, ${first} to ${last}\nhead ${head}`);
  if (fault) throw new CommandFailure(`the audit is not what was written: entry ${fault.number}: ${fault.message}`);
}
