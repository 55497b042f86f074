import type { NewShift } from '../api/contract.ts';
import { UsageError } from '../config/usage-error.ts';
import { readBranchValues } from './branch-values.ts';
import type { CallFlags } from './client-command.ts';
import { readPercent } from './percent.ts';

export interface ShiftFlags extends CallFlags {
  readonly steps?: string;
  readonly every?: string;
  readonly onUnhealthy?: 'pause' | 'rollback';
  readonly minHealthy?: string;
  readonly dryRun?: boolean;
  readonly follow?: boolean;
  readonly reason?: string;
}

const NUMBER = /^\d{1,3}(?:\.\d+)?%?$/;

/** What the API is asked for; what is wrong with a name or a duration it says itself. Throws a UsageError with all that is wrong. */
export function readShiftBody(record: string, texts: readonly string[], flags: ShiftFlags): NewShift {
  const { steps, every, onUnhealthy, minHealthy, dryRun, reason } = flags;
  const plain = texts.map(text => text.replace(/%$/, ''));
  const { values: shares, mistakes } = readBranchValues(plain, {
    what: 'share',
    isValue: text => NUMBER.test(text),
    expected: 'a number of percent from 0 to 100',
  });
  const percents = steps?.split(',').map(part => part.trim());
  const wrong = percents?.filter(part => !NUMBER.test(part)) ?? [];
  if (wrong.length > 0) mistakes.push(`--steps: expected numbers of percent with commas between, such as 10,50,100, found "${steps}"`);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return {
    record,
    shares,
    steps: percents?.map(part => Number(part.replace('%', ''))),
    every,
    on_unhealthy: onUnhealthy,
    min_healthy: minHealthy === undefined ? undefined : readPercent('--min-healthy', minHealthy),
    reason,
    dry_run: dryRun,
  };
}
