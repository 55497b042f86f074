import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSocketAddress, type SocketAddress } from '../../src/lib/socket-address.ts';
import { askDns, type DnsAnswer, type QuestionSettings } from './dns-query.ts';
import { freePort } from './free-port.ts';
import { startPeer } from './peer-program.ts';
import type { RunningProgram } from './running-program.ts';

/** unbound as a caching resolver that asks one name server for example.com, and nobody for anything else. */
export interface Unbound extends AsyncDisposable {
  readonly program: RunningProgram;
  query(name: string, settings?: QuestionSettings): Promise<DnsAnswer>;
}

export interface UnboundSettings {
  /** For its configuration. */
  readonly folder: string;
  /** The name server behind it. */
  readonly server: SocketAddress;
  /** Whether it hands the client subnets of its clients on, and caches by their scopes. */
  readonly clientSubnet?: boolean;
}

/** Starts it and waits until it serves. */
export async function startUnbound(settings: UnboundSettings): Promise<Unbound> {
  const at = { address: '127.0.0.1', port: await freePort() };
  const file = join(settings.folder, 'unbound.conf');
  await writeFile(file, configuration(at, settings));
  const program = startPeer('unbound', ['-d', '-p', '-c', file]);
  await untilStarted(program);
  return {
    program,
    query: (name, more) => askDns(at, name, { recursive: true, ...more }),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

function configuration({ address, port }: SocketAddress, { folder, server, clientSubnet = false }: UnboundSettings): string {
  return `server:
  interface: ${address}
  port: ${port}
  access-control: 127.0.0.0/8 allow
  chroot: ""
  username: ""
  pidfile: ""
  directory: "${folder}"
  use-syslog: no
  verbosity: 1
  num-threads: 1
  do-ip6: no
  do-not-query-localhost: no
  module-config: "${clientSubnet ? 'subnetcache iterator' : 'iterator'}"
${clientSubnet ? '  client-subnet-zone: example.com\n  client-subnet-always-forward: yes\n' : ''}remote-control:
  control-enable: no
stub-zone:
  name: example.com
  stub-addr: ${formatSocketAddress(server).replace(':', '@')}
`;
}

async function untilStarted(program: RunningProgram): Promise<void> {
  let ended: number | string | undefined;
  void program.ended.then(status => {
    ended = status;
  });
  while (!program.output().includes('start of service')) {
    if (ended !== undefined) throw new Error(`unbound ended with ${ended}:\n${program.output()}`);
    await program.printed();
  }
}
