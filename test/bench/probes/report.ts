import type { Table } from '../table-text.ts';
import type { ProbesFigures } from './measure.ts';
import { CONFIRM_MS, ENDPOINTS, FALL, INTERVAL_MS, MOST_AT_ONCE, TIMEOUT_MS } from './plan.ts';

export interface ProbesReport {
  readonly bench: 'probes';
  readonly machine: string;
  readonly scenarios: readonly ProbesFigures[];
}

/** The report as sentences and a table. */
export function probesSections({ machine, scenarios }: ProbesReport): readonly (string | Table)[] {
  const rhythm = `every ${INTERVAL_MS / 1000} s, timeout ${TIMEOUT_MS / 1000} s, fall ${FALL}, confirmed after ${CONFIRM_MS} ms`;
  const seconds = Math.round(scenarios[0]?.seconds ?? 0);
  return [`${machine}. One vantage, ${rhythm}, at most ${MOST_AT_ONCE} at once; ${seconds} s of each.`, probesTable(scenarios)];
}

function probesTable(scenarios: readonly ProbesFigures[]): Table {
  const head = [
    `${ENDPOINTS.toLocaleString('en')} endpoints over HTTP`,
    'probes/s',
    'failures',
    'late',
    'not done',
    'of one core',
    'to reach',
    'worst second',
    'peak memory',
    'to reach',
    'all down after',
  ];
  const lines = scenarios.map(each => [
    each.name,
    each.probesPerSecond.toFixed(0),
    each.failures.toLocaleString('en'),
    String(each.late),
    String(each.faults),
    each.coreShare.toFixed(2),
    each.promised ? '0.50' : '',
    each.worstCoreShare.toFixed(2),
    `${Math.round(each.peakMiB)} MiB`,
    each.promised ? '400 MiB' : '',
    each.allDownSeconds === undefined ? '' : `${each.allDownSeconds.toFixed(1)} s`,
  ]);
  return { lines: [head, ...lines], left: 1 };
}
