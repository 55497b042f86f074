import type { Pool, SteeredRecord } from '../../model/steering.ts';
import type { Draft } from './draft.ts';
import { poolsOfRecord } from './tree.ts';

/** What a steered record is answered with: A and AAAA, or CNAME. */
export type Answered = 'addresses' | 'hosts';

/**
 * What `record` is answered with by its pools; undefined where they do not agree, which is an error (a resolver that meets a CNAME
 * and addresses at one name by turns breaks the ratio), or are not known.
 */
export function answeredBy(draft: Draft, record: SteeredRecord, pools: ReadonlyMap<string, Pool>): Answered | undefined {
  const examples = new Map<Answered, Pool>();
  for (const name of poolsOfRecord(record)) {
    const pool = pools.get(name);
    const kinds = new Set<Answered>(pool?.endpoints.map(({ address }) => (address.family === 'host' ? 'hosts' : 'addresses')));
    // A pool that mixes them by itself has its own error.
    if (pool && kinds.size === 1) for (const kind of kinds) if (!examples.has(kind)) examples.set(kind, pool);
  }
  const [addresses, hosts] = [examples.get('addresses'), examples.get('hosts')];
  if (addresses && hosts) {
    const both = `found both (pools \`${addresses.name}\` and \`${hosts.name}\`)`;
    draft.error(['records', record.label, 'steer'], `expected pools of addresses or pools of host names, ${both}`);
    return undefined;
  }
  return addresses ? 'addresses' : hosts && 'hosts';
}

/** A record that is answered with its own name would send resolvers in a circle. */
export function checkNoCircle(draft: Draft, record: SteeredRecord, pools: ReadonlyMap<string, Pool>): void {
  for (const name of poolsOfRecord(record)) {
    for (const { address } of pools.get(name)?.endpoints ?? []) {
      if (address.family !== 'host' || address.name !== record.owner) continue;
      draft.error(['records', record.label, 'steer'], `pool \`${name}\` has the record's own name ${address.text} as an endpoint`);
    }
  }
}
