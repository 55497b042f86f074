import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { apexText } from '../../workload.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { HEALTH_PATH, NAME, type Scene, ZONE } from '../scene.ts';
import type { WatchingServer } from './server.ts';

/** Its plugins simplefo and http_status; its TTL follows its monitor between the limits of the zone file. */
export const gdnsd: WatchingServer = {
  name: 'gdnsd',
  how: ({ fall }) => `plugins simplefo and http_status, down_thresh ${fall}`,
  package: 'gdnsd',
  version: () => versionOf('gdnsd', '-h'),
  async start(directory, scene) {
    const port = await ownPort();
    for (const folder of ['zones', 'run', 'state']) await mkdir(join(directory, folder));
    const { min, max } = scene.ttl;
    await writeFile(join(directory, 'zones', ZONE), `${apexText(ZONE)}www ${max}/${min} DYNA simplefo!www\n`);
    await writeFile(join(directory, 'config'), configText(directory, port, scene));
    return startProgram({ name: 'gdnsd', command: ['gdnsd', '-c', directory, 'start'], directory, port, question: NAME });
  },
};

function configText(home: string, port: number, scene: Scene): string {
  const { active, standby, sitePort, intervalSeconds, timeoutSeconds, fall, rise } = scene;
  return `
options => { listen => "127.0.0.1:${port}", run_dir => "${home}/run", state_dir => "${home}/state", udp_threads => 1, tcp_threads => 1 }
service_types => {
  web => {
    plugin => http_status, port => ${sitePort}, url_path => "${HEALTH_PATH}",
    interval => ${intervalSeconds}, timeout => ${timeoutSeconds}, up_thresh => ${rise}, ok_thresh => ${rise}, down_thresh => ${fall}
  }
}
plugins => {
  simplefo => { www => { service_types => web, primary => ${active}, secondary => ${standby} } }
}
`;
}
