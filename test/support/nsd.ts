import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { freePort } from './free-port.ts';
import { startPeer } from './peer-program.ts';

/** NSD as a name server of example.com, which answers with cookies. */
export interface Nsd extends AsyncDisposable {
  readonly at: SocketAddress;
}

/** Starts it in `folder`, with a cookie secret of 32 hexadecimal digits, and waits until it serves. */
export async function startNsd(folder: string, cookieSecret: string): Promise<Nsd> {
  const at = { address: '127.0.0.1', port: await freePort() };
  const file = join(folder, 'nsd.conf');
  await writeFile(join(folder, 'nsd.zone'), '$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 60\n@ NS ns1\nns1 A 192.0.2.53\n');
  await writeFile(file, configuration(at, folder, cookieSecret));
  const program = startPeer('nsd', ['-d', '-c', file]);
  let ended = false;
  void program.ended.then(() => {
    ended = true;
  });
  while (!/nsd started/.test(program.output() + program.stderr())) {
    if (ended) throw new Error(`nsd ended:\n${program.output()}${program.stderr()}`);
    await program.printed();
  }
  return { at, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

function configuration({ address, port }: SocketAddress, folder: string, cookieSecret: string): string {
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
  answer-cookie: yes
  cookie-secret: "${cookieSecret}"
remote-control:
  control-enable: no
zone:
  name: example.com
  zonefile: nsd.zone
`;
}
