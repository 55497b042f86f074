import type { NewDrill } from '../api/contract.ts';
import { UsageError } from '../config/usage-error.ts';
import type { CallFlags } from './client-command.ts';
import { readPercent } from './percent.ts';

export interface DrillFlags extends CallFlags {
  readonly awayFrom?: string;
  readonly for?: string;
  readonly includingOthers?: boolean;
  readonly minHealthy?: string;
  readonly webhook?: string;
  readonly maxErrorRate?: string;
  readonly outsideWindows?: boolean;
  readonly dryRun?: boolean;
  readonly detach?: boolean;
  readonly reason?: string;
}

const DEFAULT_MAX_ERROR_RATE = 0.05;

/** What the API is asked for; what is wrong with a name or a duration it says itself. Throws a UsageError. */
export function readDrillBody(what: string, flags: DrillFlags): NewDrill {
  const { awayFrom, for: span, reason, outsideWindows, dryRun } = flags;
  const common = { reason, outside_windows: outsideWindows, dry_run: dryRun };
  if (awayFrom === undefined && what.includes('/')) return { drill: what, ...common };
  const missing = [...(awayFrom === undefined ? ['--away-from'] : []), ...(span === undefined ? ['--for'] : [])];
  if (missing.length > 0) throw new UsageError(`expected ${missing.join(' and ')}; a declared drill is ZONE/DRILL and needs neither`);
  return {
    record: what,
    away_from: awayFrom,
    for: span,
    including_others: flags.includingOthers,
    min_healthy: flags.minHealthy === undefined ? undefined : readPercent('--min-healthy', flags.minHealthy),
    webhook: readWebhook(flags),
    ...common,
  };
}

function readWebhook({ webhook: url, maxErrorRate }: DrillFlags): NewDrill['webhook'] {
  if (url === undefined && maxErrorRate === undefined) return undefined;
  if (url === undefined) throw new UsageError('--max-error-rate: expected --webhook with it');
  const max = maxErrorRate === undefined ? DEFAULT_MAX_ERROR_RATE : Number(maxErrorRate);
  if (!/^\d*\.?\d+$/.test(maxErrorRate ?? '0') || !(max >= 0 && max <= 1))
    throw new UsageError(`--max-error-rate: expected a number from 0 to 1, found "${maxErrorRate}"`);
  return { url, max_error_rate: max };
}
