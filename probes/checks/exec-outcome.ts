import type { ExecCheck } from '../../src/model/monitor.ts';
import type { CheckResult } from '../check.ts';
import { printable } from '../printable.ts';

/** What the first four exit codes mean (https://nagios-plugins.org/doc/guidelines.html#AEN78). */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'];

/** How a program ended: with a code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: Buffer;
}

/** What the end of a program says of the endpoint; `warning` is for exit code 1. */
export function judgeExit({ code, signal, output }: Exit, warning: ExecCheck['warning']): CheckResult {
  if (code === null) return { ok: false, reason: `ended by ${signal}` };
  const ok = code === 0 || (code === 1 && warning === 'pass');
  return { ok, reason: withState(STATES[code] ?? `exit code ${code}`, firstLine(output)) };
}

/** The state comes first, unless the program's own words have it there. */
function withState(state: string, line: string): string {
  if (line === '') return state;
  return new RegExp(`\\b${state}\\b`, 'i').test(line) ? line : printable(`${state}: ${line}`);
}

/** Without the figures for graphs, which are behind a bar. */
function firstLine(output: Buffer): string {
  const [line = ''] = output.toString('utf8').split('\n', 1);
  return printable(line.split('|', 1)[0]!);
}
