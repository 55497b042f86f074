import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { type Subject, subjectOf } from './subject.ts';
import { weightedEndpoints, ZONE, zoneText } from './workload.ts';

const STARTS_IN_MS = 10_000;

/** gdnsd with the same static names and its weighted plugin; undefined where it is not installed. */
export async function startGdnsd(directory: string): Promise<Subject | undefined> {
  if (spawnSync('gdnsd', ['-h']).error) return undefined;
  const home = join(directory, 'gdnsd');
  const port = await freePort();
  await mkdir(join(home, 'zones'), { recursive: true });
  await mkdir(join(home, 'run'));
  await mkdir(join(home, 'state'));
  await writeFile(join(home, 'zones', ZONE), `${zoneText()}www 60 DYNA weighted!www\n`);
  await writeFile(join(home, 'config'), configText(home, port));
  const child = spawn('gdnsd', ['-c', home, 'start'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(child.stderr);
  return subjectOf('gdnsd', port, child);
}

function configText(home: string, port: number): string {
  const endpoints = weightedEndpoints().map(([name, address, weight]) => `${name} => [ ${address}, ${weight} ]`);
  return `
options => { listen => "127.0.0.1:${port}", run_dir => "${home}/run", state_dir => "${home}/state", udp_threads => 1, tcp_threads => 1 }
service_types => {}
plugins => { weighted => { www => { service_types => "up", ${endpoints.join(', ')} } } }
`;
}

/** gdnsd tells on stderr that it listens; throws all that it said where it ends instead. */
async function listening(stderr: AsyncIterable<Buffer>): Promise<void> {
  let said = '';
  const late = AbortSignal.timeout(STARTS_IN_MS);
  for await (const chunk of stderr) {
    said += chunk.toString();
    if (said.includes('DNS listeners started')) return;
    if (late.aborted) break;
  }
  throw new Error(`gdnsd did not start:\n${said}`);
}
