import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The least that a zone's master file has. */
export const MASTER_FILE = `$TTL 300
@ SOA ns1 hostmaster 1 3600 600 604800 60
@ NS ns1
ns1 A 192.0.2.53
static A 192.0.2.80
`;

/** A folder of its own with a zones directory that a test can change, and room for data. */
export interface ZonesDirectory extends AsyncDisposable {
  readonly folder: string;
  readonly zones: string;
  /** A directory that is not there yet. */
  readonly data: string;
  /** Writes files of the zones directory, by their names. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** Makes it with `files`; example.com.zone is there in any case. Disposing removes the folder. */
export async function zonesDirectory(files: Readonly<Record<string, string>> = {}): Promise<ZonesDirectory> {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-'));
  const zones = await mkdtemp(join(folder, 'zones-'));
  const write = async (changed: Readonly<Record<string, string>>): Promise<void> => {
    await Promise.all(Object.entries(changed).map(([name, text]) => writeFile(join(zones, name), text)));
  };
  await write({ 'example.com.zone': MASTER_FILE, ...files });
  return {
    folder,
    zones,
    data: join(folder, 'data'),
    write,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
