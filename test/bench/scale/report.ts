import type { Table } from '../table-text.ts';
import { type ChangeFigures, type Latencies, PORTS, RATE } from './change.ts';
import type { LoadFigures } from './load.ts';
import { WORKERS } from './serve.ts';

export interface ScaleReport {
  readonly bench: 'scale';
  readonly machine: string;
  readonly load: LoadFigures;
  readonly changes: readonly ChangeFigures[];
}

/** The report as sentences and tables. */
export function scaleSections({ machine, load, changes }: ScaleReport): readonly (string | Table)[] {
  return [
    `${machine}. \`meridian serve\` with ${WORKERS} workers; ` +
      `${RATE.toLocaleString('en')} questions a second from ${PORTS} ports. Nothing is bound to a processor.`,
    loadTable(load),
    arrivalTable(changes),
    latencyTable(changes),
  ];
}

function loadTable({ zones, staticRecords, steeredRecords, seconds, peakMiB }: LoadFigures): Table {
  const head = ['loading', 'seconds until ready', 'to reach', 'peak memory', 'to reach'];
  const what = `${staticRecords.toLocaleString('en')} static and ${steeredRecords.toLocaleString('en')} steered records in ${zones} zones`;
  return { lines: [head, [what, seconds.toFixed(1), '15', `${Math.round(peakMiB)} MiB`, '1500 MiB']], left: 1 };
}

function arrivalTable(changes: readonly ChangeFigures[]): Table {
  const head = [
    '10,000 record sets',
    'changed by',
    'flips',
    'first answer, median ms',
    'worst',
    'all workers, median ms',
    'worst',
    'to reach',
  ];
  const lines = changes.map(({ shape, kind, flips, first, last }) => [
    `trees ${shape}`,
    kind,
    String(flips),
    ...[first.medianMs, first.worstMs, last.medianMs, last.worstMs].map(ms => ms.toFixed(1)),
    '50',
  ]);
  return { lines: [head, ...lines], left: 2 };
}

function latencyTable(changes: readonly ChangeFigures[]): Table {
  const head = [
    'latency, ms',
    'changed by',
    ...['p50', 'p99', 'p99.9'].map(name => `quiet ${name}`),
    ...['p50', 'p99', 'p99.9'].map(name => `change ${name}`),
    'worst flip p99.9',
    'to reach',
    'load late p99.9',
    'loss',
  ];
  const lines = changes.map(({ shape, kind, quiet, during, worstP999Ms, lateMs, lossPercent }) => [
    `trees ${shape}`,
    kind,
    ...cells(quiet),
    ...cells(during),
    worstP999Ms.toFixed(2),
    '5',
    lateMs.toFixed(2),
    `${lossPercent.toFixed(2)} %`,
  ]);
  return { lines: [head, ...lines], left: 2 };
}

function cells({ p50Ms, p99Ms, p999Ms }: Latencies): readonly string[] {
  return [p50Ms, p99Ms, p999Ms].map(ms => ms.toFixed(2));
}
