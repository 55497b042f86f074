import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packDatabase, type ReadDatabase, unpackDatabase } from '../../src/serving/packed-database.ts';
import type { LoadedDatabase } from '../../src/serving/read-database.ts';
import { type MmdbContent, writeMmdb } from '../support/mmdb-writer.ts';

/** A country database of one prefix. */
export const COUNTRIES: MmdbContent = { ipVersion: 4, type: 'Countries', entries: { '5.0.0.0/8': { country_code: 'DE' } } };

/** What reading a file of this content gives; its name ends with `geo.mmdb`. */
export async function read(content: MmdbContent = COUNTRIES): Promise<ReadDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-geo-'));
  const file = join(folder, 'geo.mmdb');
  try {
    writeFileSync(file, writeMmdb(content));
    return await unpackDatabase(packDatabase(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same as the first database of a server, of version `1`, loaded at the beginning of time. */
export async function loaded(content?: MmdbContent): Promise<LoadedDatabase> {
  return { ...(await read(content)), seen: { version: '1' }, loadedAtMs: 0, tookMs: 0 };
}
