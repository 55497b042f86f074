import { parseIp } from '../../src/lib/ip-address.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { Observation } from '../../src/model/health.ts';
import type { Monitor } from '../../src/model/monitor.ts';
import type { Address, Endpoint, Pool } from '../../src/model/steering.ts';
import { RHYTHM } from '../support/rhythm.ts';

/** An IPv4 address as the files give it. */
export function address(text: string): Address {
  return { family: 'ipv4', text, bytes: parseIp(text)! };
}

/** A TCP monitor with fall 2 and rise 3 unless told otherwise. */
export function monitor(name: string, more: Partial<Monitor> = {}): Monitor {
  return { ...RHYTHM, name, check: { type: 'tcp', port: 80 }, ...more };
}

/** An endpoint of weight 100. */
export function endpoint(name: string, at: string): Endpoint {
  return { name, address: address(at), weight: 100 };
}

/** Pool `web` of site `hangzhou` with one endpoint `a` and monitor `web`, unless told otherwise. */
export function pool(more: Partial<Pool> = {}): Pool {
  return {
    name: 'web',
    site: 'hangzhou',
    monitors: ['web'],
    require: 'all',
    endpoints: [endpoint('a', '192.0.2.1')],
    select: 'weighted',
    answers: 1,
    flatten: false,
    minUp: 1,
    ...more,
  };
}

/** Zone `example.com.` with these pools and monitors. */
export function declare(pools: readonly Pool[], monitors: readonly Monitor[]): Declared {
  const byName = <T extends { readonly name: string }>(list: readonly T[]) => new Map(list.map(item => [item.name, item]));
  const steering = { sites: new Map(), monitors: byName(monitors), pools: byName(pools), records: [] };
  return { zones: new Map([['example.com.', { name: 'example.com.', nodes: new Map(), steering }]]) };
}

/** A result for endpoint `a` of pool `web` by monitor `web`, unless told otherwise. */
export function observation(ok: boolean, more: Partial<Observation> = {}): Observation {
  return {
    target: 'example.com./web/a/web',
    vantage: 'embedded',
    atMs: Date.UTC(2026, 0, 1, 0, 0, 10),
    ok,
    reason: ok ? 'status 200' : 'status 503',
    durationMs: 5,
    ...more,
  };
}
