import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { apexText } from '../../workload.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { HEALTH_PATH, NAME, type Scene, ZONE } from '../scene.ts';
import type { WatchingServer } from './server.ts';

/** A Lua record with ifurlup: the first failure counts, and the TTL is fixed, here to the longest that the others may use. */
export const powerdns: WatchingServer = {
  name: 'powerdns',
  how: ({ ttl }) => `Lua record ifurlup, one failure is enough for it, TTL always ${ttl.max} s`,
  package: 'pdns-server pdns-backend-bind',
  version: () => versionOf('pdns_server', '--version'),
  async start(directory, scene) {
    const port = await ownPort();
    await writeFile(join(directory, `${ZONE}.zone`), apexText(ZONE) + recordText(scene));
    await writeFile(join(directory, 'named.conf'), `zone "${ZONE}" { type master; file "${directory}/${ZONE}.zone"; };\n`);
    await writeFile(join(directory, 'pdns.conf'), configText(directory, port, scene));
    return startProgram({ name: 'powerdns', command: ['pdns_server', `--config-dir=${directory}`], directory, port, question: NAME });
  },
};

function recordText({ active, standby, sitePort, timeoutSeconds, ttl }: Scene): string {
  const url = `http://${NAME}:${sitePort}${HEALTH_PATH}`;
  return `www ${ttl.max} IN LUA A "ifurlup('${url}', { {'${active}'}, {'${standby}'} }, { timeout=${timeoutSeconds} })"\n`;
}

/** It asks nobody for news of its security. */
function configText(home: string, port: number, { intervalSeconds }: Scene): string {
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
lua-health-checks-interval=${intervalSeconds}
security-poll-suffix=
webserver=no
`;
}
