import { formatDuration } from '../../lib/duration.ts';
import type { Monitor } from '../../model/monitor.ts';
import type { MonitorInput } from '../schema/monitor.ts';
import type { Draft } from './draft.ts';
import { declareCheck } from './monitor/registry.ts';

const DEFAULT_TIMEOUT_MS = 2000;

/** A monitor as the model has it. */
export function declareMonitor(draft: Draft, name: string, input: MonitorInput): Monitor {
  const timeoutMs = input.timeout ?? Math.min(DEFAULT_TIMEOUT_MS, input.interval);
  if (timeoutMs > input.interval) {
    const interval = formatDuration(input.interval);
    draft.error(['monitors', name, 'timeout'], `expected at most the interval, ${interval}, found \`${formatDuration(timeoutMs)}\``);
  }
  if (input.confirm !== 'off' && input.confirm > input.interval) noteLateConfirm(draft, name, input.confirm, input.interval);
  const { interval: intervalMs, fall, rise, confirm, quorum, recovery, role } = input;
  // A turn that comes sooner confirms as well.
  const confirmMs = confirm === 'off' || confirm >= intervalMs ? undefined : confirm;
  return { name, intervalMs, timeoutMs, fall, rise, confirmMs, quorum, recovery, role, check: declareCheck(draft, name, input) };
}

function noteLateConfirm(draft: Draft, name: string, confirmMs: number, intervalMs: number): void {
  const [confirm, interval] = [confirmMs, intervalMs].map(formatDuration);
  draft.warning(['monitors', name, 'confirm'], `${confirm} are never waited for: the next turn comes within the interval, ${interval}`);
}
