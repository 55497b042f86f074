import { sameOutlook } from '../lib/outlook.ts';
import type { Measured } from '../model/health.ts';
import { combine, unmonitored } from './combine.ts';
import type { Target } from './target.ts';
import type { WatchedEndpoint } from './targets.ts';

/** Whether the two say the same. */
export function sameMeasured(a: Measured, b: Measured): boolean {
  const alike = a.verdict === b.verdict && a.reason === b.reason && a.sinceMs === b.sinceMs && a.wavering === b.wavering;
  return alike && sameOutlook(a.outlook, b.outlook);
}

/** What the targets of an endpoint come to; monitors that only inform have no part in it. */
export function measure(
  require: WatchedEndpoint['require'],
  targets: readonly Target[],
  before: Measured | undefined,
  nowMs: number,
): Measured {
  const voting = targets.filter(({ definition }) => definition.monitor.role === 'vote');
  if (voting.length === 0) return before?.reason === 'no monitor' ? before : unmonitored(nowMs);
  const monitors = voting.map(({ definition, state, outlook }) => ({ monitor: definition.monitor.name, state, outlook }));
  return combine(require, monitors, before);
}
