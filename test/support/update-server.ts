import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TsigKey } from '../../src/cloud/dns/tsig.ts';
import { displayName } from '../../src/lib/dns-name.ts';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { freePort } from './free-port.ts';
import { awaitOutput, type PeerName, startPeer } from './peer-program.ts';
import type { RunningProgram } from './running-program.ts';

/** A name server of others that takes dynamic updates of example.com with a key. */
export interface UpdateServer extends AsyncDisposable {
  readonly at: SocketAddress;
  /** Ends it; what it was told is kept. */
  stop(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
}

export interface UpdateServerSettings {
  readonly folder: string;
  readonly key: TsigKey;
  /** The master file of example.com. */
  readonly zone: string;
  /** Whether the key may have the whole zone. */
  readonly transfer?: boolean;
}

/** How a program is told what it needs, by its name. */
interface Kind {
  readonly program: PeerName;
  readonly started: RegExp;
  args(file: string): readonly string[];
  configuration(settings: UpdateServerSettings, at: SocketAddress): string;
}

export const UPDATE_SERVERS: Readonly<Record<'BIND' | 'Knot', Kind>> = {
  BIND: { program: 'named', started: /running$/m, args: file => ['-g', '-c', file], configuration: bind },
  Knot: { program: 'knotd', started: /server started/, args: file => ['-c', file], configuration: knot },
};

/** Starts one in `folder` and waits until it serves. */
export async function startUpdateServer(kind: keyof typeof UPDATE_SERVERS, settings: UpdateServerSettings): Promise<UpdateServer> {
  const { program, started, args, configuration } = UPDATE_SERVERS[kind];
  const at = { address: '127.0.0.1', port: await freePort() };
  const file = join(settings.folder, `${program}.conf`);
  await writeFile(join(settings.folder, `${program}.zone`), settings.zone);
  await writeFile(file, configuration(settings, at));
  let running: RunningProgram | undefined;
  const start = async () => {
    running = startPeer(program, args(file));
    await awaitOutput(running, started);
  };
  const stop = async () => void (await running?.stop());
  await start();
  return { at, start, stop, [Symbol.asyncDispose]: stop };
}

function bind({ folder, key, transfer = true }: UpdateServerSettings, { address, port }: SocketAddress): string {
  const name = displayName(key.name);
  return `key "${name}" { algorithm ${key.algorithm}; secret "${Buffer.from(key.secret).toString('base64')}"; };
options {
  directory "${folder}";
  listen-on port ${port} { ${address}; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion no;
  dnssec-validation no;
  allow-transfer { ${transfer ? `key "${name}"` : 'none'}; };
};
controls { };
zone "example.com" { type primary; file "named.zone"; allow-update { key "${name}"; }; notify no; };
`;
}

function knot({ folder, key, transfer = true }: UpdateServerSettings, { address, port }: SocketAddress): string {
  const name = displayName(key.name);
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
  storage: "${folder}"
key:
  - id: ${name}
    algorithm: ${key.algorithm}
    secret: ${Buffer.from(key.secret).toString('base64')}
acl:
  - id: ours
    key: ${name}
    action: ${transfer ? '[update, transfer]' : 'update'}
  - id: theirs
    key: ${name}
    action: query
zone:
  - domain: example.com
    storage: "${folder}"
    file: "knotd.zone"
    acl: [ours, theirs]
`;
}
