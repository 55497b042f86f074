import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PowerDnsFiles {
  readonly port: number;
  /** Master files by the name of their zone. */
  readonly zones: Readonly<Record<string, string>>;
  /** What is set besides, a line each. */
  readonly settings: readonly string[];
}

/** Writes all that PowerDNS needs into a directory that exists: its bind backend, one thread each, Lua records; the command that starts it. */
export async function writePowerDns(home: string, { port, zones, settings }: PowerDnsFiles): Promise<readonly string[]> {
  const names = Object.keys(zones);
  for (const name of names) await writeFile(join(home, `${name}.zone`), zones[name]!);
  const declared = names.map(name => `zone "${name}" { type master; file "${home}/${name}.zone"; };\n`);
  await writeFile(join(home, 'named.conf'), declared.join(''));
  await writeFile(join(home, 'pdns.conf'), configText(home, port, settings));
  return ['pdns_server', `--config-dir=${home}`];
}

/** It asks nobody for news of its security. */
function configText(home: string, port: number, settings: readonly string[]): string {
  return `
launch=bind
bind-config=${home}/named.conf
local-address=127.0.0.1
local-port=${port}
socket-dir=${home}
daemon=no
guardian=no
disable-syslog=yes
loglevel=3
receiver-threads=1
distributor-threads=1
enable-lua-records=yes
security-poll-suffix=
webserver=no
${settings.join('\n')}
`;
}
