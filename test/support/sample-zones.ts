import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const PORT = /(\bport:\s*)(\d+)/g;

/**
 * Copies the sample zones with free ports in place of those of their monitors, so that stand-in sites can listen beside
 * another run of the same sample. Gives the new port of each old one.
 */
export async function copySampleZones(from: string, to: string): Promise<ReadonlyMap<string, string>> {
  await cp(from, to, { recursive: true });
  const ports = new Map<string, string>();
  for (const file of (await readdir(to)).filter(name => name.endsWith('.yaml'))) {
    const text = await readFile(join(to, file), 'utf8');
    for (const [, , port = ''] of text.matchAll(PORT)) if (!ports.has(port)) ports.set(port, String(await freePort()));
    await writeFile(
      join(to, file),
      text.replace(PORT, (_, key: string, port: string) => `${key}${ports.get(port)}`),
    );
  }
  return ports;
}
