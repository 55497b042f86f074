import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { apexText, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from '../workload.ts';
import { type ServerKind, startPeer, versionOf } from './server.ts';

const SECRET = '000102030405060708090a0b0c0d0e0f';

/** Lua records with pickwrandom; its caches as they are by default. */
export const powerdns: ServerKind = {
  name: 'powerdns',
  how: 'bind backend, Lua records, one receiver and one distributor thread',
  package: 'pdns-server pdns-backend-bind',
  scenarios: ['one', 'many', 'static', 'cookie'],
  answers: true,
  version: () => versionOf('pdns_server', '--version'),
  async start(directory) {
    const home = join(directory, 'powerdns');
    const port = await freePort();
    await mkdir(home);
    await writeFile(join(home, `${STATIC_ZONE}.zone`), staticZoneText());
    await writeFile(join(home, `${STEERED_ZONE}.zone`), apexText(STEERED_ZONE) + steeredText());
    const zones = [STATIC_ZONE, STEERED_ZONE].map(zone => `zone "${zone}" { type master; file "${home}/${zone}.zone"; };\n`);
    await writeFile(join(home, 'named.conf'), zones.join(''));
    await writeFile(join(home, 'pdns.conf'), configText(home, port));
    return startPeer({ name: 'powerdns', command: ['pdns_server', `--config-dir=${home}`], threads: 1, port });
  },
};

function steeredText(): string {
  const choices = pools.map(endpoints => endpoints.map(({ address, weight }) => `{${weight}, '${address}'}`).join(', '));
  return steeredNames.map(([label, pool]) => `${label} 60 IN LUA A "pickwrandom({${choices[pool]}})"\n`).join('');
}

/** It asks nobody for news of its security. */
function configText(home: string, port: number): string {
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
edns-cookie-secret=${SECRET}
security-poll-suffix=
webserver=no
`;
}
