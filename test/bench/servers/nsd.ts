import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { apexText, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from '../workload.ts';
import { type ServerKind, startPeer, versionOf } from './server.ts';

const SECRET = '000102030405060708090a0b0c0d0e0f';

/** It steers nothing: the steered names have the first address of their pool, for what a static answer costs in C. */
export const nsd: ServerKind = {
  name: 'nsd',
  how: 'static answers only, one server process',
  package: 'nsd',
  scenarios: ['one', 'many', 'static', 'cookie'],
  answers: true,
  version: () => versionOf('nsd', '-v'),
  async start(directory) {
    const home = join(directory, 'nsd');
    const port = await freePort();
    await mkdir(home);
    const fixed = steeredNames.map(([label, pool]) => `${label} 60 A ${pools[pool]![0]!.address}\n`);
    await writeFile(join(home, `${STATIC_ZONE}.zone`), staticZoneText());
    await writeFile(join(home, `${STEERED_ZONE}.zone`), apexText(STEERED_ZONE) + fixed.join(''));
    await writeFile(join(home, 'nsd.conf'), configText(home, port));
    return startPeer({ name: 'nsd', command: ['nsd', '-d', '-c', join(home, 'nsd.conf')], threads: 1, port });
  },
};

/** Debian's NSD limits answers of one kind to 200 a second unless told otherwise. */
function configText(home: string, port: number): string {
  const zones = [STATIC_ZONE, STEERED_ZONE].map(zone => `zone:\n  name: ${zone}\n  zonefile: ${zone}.zone\n`);
  return `server:
  ip-address: 127.0.0.1@${port}
  server-count: 1
  username: ""
  zonesdir: "${home}"
  database: ""
  zonelistfile: "${home}/zone.list"
  xfrdfile: "${home}/xfrd.state"
  xfrdir: "${home}"
  pidfile: ""
  rrl-ratelimit: 0
  minimal-responses: yes
  answer-cookie: yes
  cookie-secret: "${SECRET}"
remote-control:
  control-enable: no
${zones.join('')}`;
}
