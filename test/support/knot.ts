import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { freePort } from './free-port.ts';
import { awaitOutput, startPeer } from './peer-program.ts';

/** Knot DNS as an authoritative name server. */
export interface Knot extends AsyncDisposable {
  readonly at: SocketAddress;
}

/** Starts it in `folder`, with master files by the names of their zones, and waits until it serves. */
export async function startKnot(folder: string, zones: Readonly<Record<string, string>>): Promise<Knot> {
  const at = { address: '127.0.0.1', port: await freePort() };
  const file = join(folder, 'knot.conf');
  for (const [name, text] of Object.entries(zones)) await writeFile(join(folder, `knot-${name}.zone`), text);
  await writeFile(file, configuration(at, folder, Object.keys(zones)));
  const program = startPeer('knotd', ['-c', file]);
  await awaitOutput(program, /server started/);
  return { at, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

function configuration({ address, port }: SocketAddress, folder: string, zones: readonly string[]): string {
  return `server:
  listen: ${address}@${port}
  rundir: "${folder}"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stdout
    any: info
database:
  storage: "${folder}/knot"
zone:
${zones.map(name => `  - domain: ${name}\n    storage: "${folder}"\n    file: "knot-${name}.zone"\n    zonefile-sync: -1\n    journal-content: none`).join('\n')}
`;
}
