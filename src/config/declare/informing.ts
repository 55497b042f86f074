import type { Monitor } from '../../model/monitor.ts';
import type { Pool } from '../../model/steering.ts';
import type { Draft } from './draft.ts';

/** Whether a pool has monitors, but none whose result counts: as if it had none, its endpoints are up for ever. */
export function onlyInforms(pool: Pool, monitors: ReadonlyMap<string, Monitor>): boolean {
  return pool.monitors.length > 0 && pool.monitors.every(name => monitors.get(name)?.role === 'inform');
}

/** Warns of every pool that is probed, but of which no verdict follows. Monitors of the wrong shape are missing. */
export function noteInforming(draft: Draft, pools: ReadonlyMap<string, Pool>, monitors: ReadonlyMap<string, Monitor>): void {
  for (const pool of pools.values()) {
    if (!onlyInforms(pool, monitors)) continue;
    const path = ['pools', pool.name];
    const key = draft.places.keys(path).includes('monitor') ? 'monitor' : 'monitors';
    const [first = '', ...more] = pool.monitors;
    const who = more.length === 0 ? `\`${first}\` only informs` : 'all of them only inform';
    draft.warning([...path, key], `${who}, so the pool counts as never checked: its endpoints are up for ever`);
  }
}
