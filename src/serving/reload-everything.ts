import type { Finding } from '../model/declared.ts';
import type { DatabaseKeeper } from './database-keeper.ts';
import type { Reloader } from './reload.ts';

/** What a reload reads again. */
export interface Reloaded {
  readonly reloader: Pick<Reloader, 'reload'>;
  readonly database: Pick<DatabaseKeeper, 'refresh' | 'warn'>;
}

/** Reads the zones again, and the geographic database where its file has changed. Gives what was found in both; rejects as the reloader does. */
export async function reloadEverything({ reloader, database }: Reloaded): Promise<readonly Finding[]> {
  const [zones, geography] = await Promise.allSettled([reloader.reload(), database.refresh()]);
  if (zones.status === 'rejected') throw zones.reason;
  database.warn();
  return [...zones.value, ...(geography.status === 'fulfilled' ? geography.value : [])];
}
