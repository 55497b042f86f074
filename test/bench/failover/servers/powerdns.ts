import { writePowerDns } from '../../servers/powerdns-files.ts';
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
    const zones = { [ZONE]: apexText(ZONE) + recordText(scene) };
    const settings = [`lua-health-checks-interval=${scene.intervalSeconds}`];
    const command = await writePowerDns(directory, { port, zones, settings });
    return startProgram({ name: 'powerdns', command, directory, port, question: NAME });
  },
};

function recordText({ active, standby, sitePort, timeoutSeconds, ttl }: Scene): string {
  const url = `http://${NAME}:${sitePort}${HEALTH_PATH}`;
  return `www ${ttl.max} IN LUA A "ifurlup('${url}', { {'${active}'}, {'${standby}'} }, { timeout=${timeoutSeconds} })"\n`;
}
