import type { Table } from '../table-text.ts';
import { EXPECTED_PER_SECOND, type IntakeReport } from './bench.ts';
import { ENDPOINTS, INTERVAL_MS, VANTAGES } from './plan.ts';

/** The report as sentences and a table. */
export function intakeSections(report: IntakeReport): readonly (string | Table)[] {
  const { machine, seconds, reports } = report;
  return [
    `${machine}. ${VANTAGES} vantages report ${ENDPOINTS.toLocaleString('en')} endpoints each every ${INTERVAL_MS / 1000} s, ` +
      `for ${seconds} s: ${reports.toLocaleString('en')} reports.`,
    {
      lines: [
        ['intake', 'measured', 'to reach'],
        ['observations taken in a second', Math.round(report.perSecond).toLocaleString('en'), EXPECTED_PER_SECOND.toLocaleString('en')],
        ["the controller's CPU, of one core", `${(report.cpuShare * 100).toFixed(0)} %`, '100 %'],
        ['CPU for each observation, µs', report.microsPerObservation.toFixed(1), '10'],
        ['memory, first third', `${Math.round(report.memoryFirstMiB)} MiB`, ''],
        ['memory, last third', `${Math.round(report.memoryLastMiB)} MiB`, 'the same'],
        ['a report answered, p50 ms', report.reportP50Ms.toFixed(1), ''],
        ['a report answered, p99 ms', report.reportP99Ms.toFixed(1), ''],
      ],
      left: 1,
    },
  ];
}
