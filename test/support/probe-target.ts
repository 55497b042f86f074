import type { ProbeTarget } from '../../src/model/health.ts';
import type { CheckSettings, Monitor } from '../../src/model/monitor.ts';
import { address } from './addresses.ts';
import { RHYTHM } from './rhythm.ts';

interface TargetFacts extends Partial<Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'rise' | 'confirmMs'>> {
  readonly site?: string;
  readonly address?: string;
  readonly check?: CheckSettings;
}

/** A target of endpoint `name` at site `hangzhou`: over TCP to 127.0.0.1:9, every 10 s with a timeout of 2 s unless `facts` say otherwise. */
export function probeTarget(name: string, facts: TargetFacts = {}): ProbeTarget {
  const { site = 'hangzhou', address: text = '127.0.0.1', check = { type: 'tcp', port: 9 }, ...rhythm } = facts;
  const endpoint = `example.com./pool/${name}`;
  const monitor = { ...RHYTHM, rise: 2, ...rhythm, name: 'monitor', check };
  return { key: `${endpoint}/monitor`, endpoint, site: `example.com./${site}`, address: address(text), monitor };
}
