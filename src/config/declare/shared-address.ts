import type { Pool } from '../../model/steering.ts';
import type { Draft } from './draft.ts';
import { addressPath } from './pool.ts';

/** Warns where an address is in several pools: its weight and its overrides are then separate in each. */
export function noteSharedAddresses(draft: Draft, pools: ReadonlyMap<string, Pool>): void {
  const first = new Map<string, string>();
  for (const pool of pools.values()) {
    for (const { name, address } of pool.endpoints) {
      const before = first.get(address.text);
      if (before === undefined) first.set(address.text, pool.name);
      else if (before !== pool.name) {
        const path = addressPath(draft, pool.name, name);
        draft.warning(
          path,
          `the address ${address.text} is in pool \`${before}\` too; each counts by itself, with a weight and overrides of its own`,
        );
      }
    }
  }
}
