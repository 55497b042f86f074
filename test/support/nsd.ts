import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { freePort } from './free-port.ts';
import { awaitOutput, startPeer } from './peer-program.ts';

/** NSD as an authoritative name server, which answers with cookies. */
export interface Nsd extends AsyncDisposable {
  readonly at: SocketAddress;
}

export interface NsdSettings {
  /** 32 hexadecimal digits. */
  readonly cookieSecret?: string;
  /** Master files by the names of their zones; by default a small example.com. */
  readonly zones?: Readonly<Record<string, string>>;
}

const SMALL = { 'example.com': '$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 60\n@ NS ns1\nns1 A 192.0.2.53\n' };

/** Starts it in `folder` and waits until it serves. */
export async function startNsd(folder: string, { cookieSecret = '0'.repeat(32), zones = SMALL }: NsdSettings = {}): Promise<Nsd> {
  const at = { address: '127.0.0.1', port: await freePort() };
  const file = join(folder, 'nsd.conf');
  for (const [name, text] of Object.entries(zones)) await writeFile(join(folder, `nsd-${name}.zone`), text);
  await writeFile(file, configuration(at, folder, cookieSecret, Object.keys(zones)));
  const program = startPeer('nsd', ['-d', '-c', file]);
  await awaitOutput(program, /nsd started/);
  return { at, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

function configuration({ address, port }: SocketAddress, folder: string, cookieSecret: string, zones: readonly string[]): string {
  return `server:
  ip-address: ${address}@${port}
  username: ""
  zonesdir: "${folder}"
  database: ""
  zonelistfile: "${folder}/zone.list"
  xfrdfile: "${folder}/xfrd.state"
  xfrdir: "${folder}"
  pidfile: ""
  server-count: 1
  minimal-responses: yes
  tcp-query-count: 0
  answer-cookie: yes
  cookie-secret: "${cookieSecret}"
remote-control:
  control-enable: no
${zones.map(name => `zone:\n  name: ${name}\n  zonefile: nsd-${name}.zone`).join('\n')}
`;
}
