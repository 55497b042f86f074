import type { Finding } from '../model/declared.ts';
import type { DatabaseKeeper } from './database-keeper.ts';
import type { Reloader } from './reload.ts';

/** What a reload reads again. */
export interface Reloaded {
  readonly reloader: Pick<Reloader, 'reload'>;
  readonly database: Pick<DatabaseKeeper, 'refresh' | 'warn'>;
  /** Has the API's certificate read again, where it has one. */
  readonly renewCertificate?: (() => void) | undefined;
}

/** Reads the zones again, the API's certificate, and the geographic database where its file has changed. Gives what was found in both; rejects as the reloader does. */
export async function reloadEverything({ reloader, database, renewCertificate }: Reloaded): Promise<readonly Finding[]> {
  renewCertificate?.();
  const [zones, geography] = await Promise.allSettled([reloader.reload(), database.refresh()]);
  if (zones.status === 'rejected') throw zones.reason;
  database.warn();
  return [...zones.value, ...(geography.status === 'fulfilled' ? geography.value : [])];
}
