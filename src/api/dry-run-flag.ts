import { z } from 'zod';
import { dryRunParameter } from './dry-run-contract.ts';
import { badInput } from './problem.ts';

const flagOnly = z.looseObject({ dry_run: dryRunParameter });

/** Takes `dry_run` out of a query. Throws a 400 where it is neither true nor false. */
export function splitDryRun(query: unknown): { readonly isDry: boolean; readonly query: object } {
  const read = flagOnly.safeParse(query);
  if (!read.success) throw badInput([{ field: 'dry_run', message: read.error.issues[0]!.message }]);
  const { dry_run, ...rest } = read.data;
  return { isDry: dry_run === 'true', query: rest };
}

/** Whether a request says that nothing is to be changed. */
export function isDryRun(query: unknown): boolean {
  return (query as { dry_run?: unknown } | null | undefined)?.dry_run === 'true';
}
