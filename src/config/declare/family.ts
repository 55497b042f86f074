import type { Address, Pool, SteeredRecord } from '../../model/steering.ts';
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
    const kinds = new Set(pool?.endpoints.map(({ address }) => kindOf(pool, address)));
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

function kindOf({ flatten }: Pool, { family }: Address): Answered {
  return family === 'host' && !flatten ? 'hosts' : 'addresses';
}
