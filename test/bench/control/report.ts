import type { Table } from '../table-text.ts';
import { type ControlReport, RATE } from './bench.ts';

/** The report as sentences and a table. */
export function controlSections({ machine, seconds, weights, cpuShare, storeMs }: ControlReport): readonly (string | Table)[] {
  const store = Object.entries(storeMs).map(([table, ms]) => [`a call of the store, ${table}, mean ms`, ms.toFixed(2), '']);
  return [
    `${machine}. Weight changes through the API for ${seconds} s, each asked for over UDP every millisecond until an answer shows it: ` +
      `${weights.changes.toLocaleString('en')} changes, ${weights.refused} refused, ${weights.putOff} put off because the one before at the same name was still under way.`,
    {
      lines: [
        ['control', 'measured', 'to reach'],
        ['weight changes answered in a second', weights.perSecond.toFixed(0), String(RATE)],
        ['request until the first answer with it, p50 ms', weights.wireP50Ms.toFixed(1), '50'],
        ['request until the first answer with it, p99 ms', weights.wireP99Ms.toFixed(1), ''],
        ["request until the API's answer, p50 ms", weights.apiP50Ms.toFixed(1), ''],
        ["request until the API's answer, p99 ms", weights.apiP99Ms.toFixed(1), ''],
        ["the server's CPU, of one core", `${(100 * cpuShare).toFixed(0)} %`, ''],
        ...store,
      ],
      left: 1,
    },
  ];
}
