import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { measureProbes, type ProbesScenario } from './measure.ts';
import { ENDPOINTS } from './plan.ts';
import type { ProbesReport } from './report.ts';

const SECONDS = 60;

const SCENARIOS: readonly ProbesScenario[] = [
  { name: 'all answer', hanging: 0, broken: false, promised: true },
  { name: 'all refuse, at once', hanging: 0, broken: true, promised: true },
  { name: '1,000 hang', hanging: 1000, broken: false, promised: true },
  { name: 'all hang', hanging: ENDPOINTS, broken: false, promised: false },
];

/** What probing 10,000 endpoints over HTTP costs one vantage. */
export async function benchProbing(options: BenchOptions): Promise<ProbesReport> {
  const scenarios = [];
  for (const scenario of SCENARIOS) {
    options.progress(`probes: ${scenario.name}`);
    scenarios.push(await measureProbes(scenario, options.seconds ?? SECONDS));
  }
  return { bench: 'probes', machine: describeMachine(), scenarios };
}
