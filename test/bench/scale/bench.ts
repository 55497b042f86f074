import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { measureChanges } from './change.ts';
import { measureLoading } from './load.ts';
import type { ScaleReport } from './report.ts';

/** How long many records take to load, and a change of many record sets to reach the wire: the real server with two workers. */
export async function benchScale(options: BenchOptions): Promise<ScaleReport> {
  options.progress('loading 1,000,000 static and 100,000 steered records');
  const load = await measureLoading();
  return { bench: 'scale', machine: describeMachine(), load, changes: await measureChanges(options) };
}
