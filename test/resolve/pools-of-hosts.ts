import type { Declared } from '../../src/model/declared.ts';
import type { Pool } from '../../src/model/steering.ts';
import { declare, pool } from '../health/declare.ts';
import { address } from '../support/addresses.ts';

/** Zone example.com with one pool for each list of hosts or addresses: `p0`, `p1` …, with endpoints `a`, `b` …; all of them flatten. */
export function poolsOfHosts(...pools: readonly (readonly string[])[]): Declared {
  return declare(
    pools.map((hosts, i) => poolOfHosts(`p${i}`, hosts)),
    [],
  );
}

export function poolOfHosts(name: string, hosts: readonly string[], flatten = true): Pool {
  const endpoints = hosts.map((host, i) => ({ name: 'abcdef'[i]!, address: address(host), weight: 100 }));
  return pool({ name, monitors: [], flatten, endpoints });
}
