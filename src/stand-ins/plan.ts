import { formatIp, isLoopback } from '../lib/ip-address.ts';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import type { Declared } from '../model/declared.ts';
import type { Pool, Steering } from '../model/steering.ts';

/** One stand-in site and where it listens. */
export interface StandInPlan {
  readonly site: string;
  readonly listeners: readonly SocketAddress[];
}

/**
 * The stand-in sites that the declared zones call for: at each endpoint with a loopback address (127/8, ::1), on the port of each of
 * its http monitors. Sites in the order of the files; a site of the same name in several zones is one. Sites with no such endpoint
 * are left out.
 */
export function planStandIns(declared: Declared): StandInPlan[] {
  const sites = new Map<string, Map<string, SocketAddress>>();
  for (const { steering } of declared.zones.values()) {
    if (!steering) continue;
    for (const site of steering.sites.keys()) if (!sites.has(site)) sites.set(site, new Map());
    for (const pool of steering.pools.values()) {
      for (const listener of listenersOf(pool, steering)) sites.get(pool.site)?.set(formatSocketAddress(listener), listener);
    }
  }
  const plans = Array.from(sites, ([site, listeners]) => ({ site, listeners: [...listeners.values()] }));
  return plans.filter(({ listeners }) => listeners.length > 0);
}

function listenersOf(pool: Pool, steering: Steering): SocketAddress[] {
  const checks = pool.monitors.flatMap(name => steering.monitors.get(name)?.check ?? []);
  const ports = checks.flatMap(check => (check.type === 'http' ? [check.port] : []));
  const local = pool.endpoints.flatMap(({ address }) => {
    return address.family !== 'host' && isLoopback(address.bytes) ? [formatIp(address.bytes)] : [];
  });
  return local.flatMap(address => ports.map(port => ({ address, port })));
}
