import { spawnSync } from 'node:child_process';
import { runDnsperf } from './dnsperf.ts';
import { runUdpLoad } from './udp-load.ts';
import type { Scenario } from './workload.ts';

/** What came of a run of load. */
export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  readonly seconds: number;
}

export interface LoadRun {
  readonly port: number;
  readonly scenario: Scenario;
  readonly seconds: number;
  /** For files of the run. */
  readonly directory: string;
}

export interface Load {
  readonly name: string;
  readonly run: (run: LoadRun) => Promise<LoadResult>;
}

/** dnsperf where it is installed, else a generator of our own, which reaches less. */
export function chooseLoad(): Load {
  const installed = !spawnSync('dnsperf', ['-h']).error;
  return installed ? { name: 'dnsperf', run: runDnsperf } : { name: 'own generator (dnsperf is not installed)', run: runUdpLoad };
}
