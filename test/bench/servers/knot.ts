import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledDatabaseFile } from '../../../src/geo/database.ts';
import { freePort } from '../../support/free-port.ts';
import { apexText, FAR, GEO_ZONE, NEAR, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from '../workload.ts';
import { type ServerKind, startPeer, versionOf } from './server.ts';

/** mod-geoip in weighted mode, and by country of the same database; mod-cookies for all zones. */
export const knot: ServerKind = {
  name: 'knot',
  how: 'mod-geoip and mod-cookies, one UDP worker',
  package: 'knot knot-module-geoip',
  scenarios: ['one', 'many', 'static', 'cookie', 'geo'],
  answers: true,
  version: () => versionOf('knotd', '-V'),
  async start(directory) {
    const home = join(directory, 'knot');
    const port = await freePort();
    await mkdir(home);
    await writeFile(join(home, `${STATIC_ZONE}.zone`), staticZoneText());
    await writeFile(join(home, `${STEERED_ZONE}.zone`), apexText(STEERED_ZONE));
    await writeFile(join(home, `${GEO_ZONE}.zone`), apexText(GEO_ZONE));
    await writeFile(join(home, 'weighted.conf'), weightedText());
    await writeFile(join(home, 'countries.conf'), `www.${GEO_ZONE}:\n  - geo: "CN"\n    A: ${NEAR}\n  - geo: "*"\n    A: ${FAR}\n`);
    await writeFile(join(home, 'knot.conf'), configText(home, port));
    return startPeer({ name: 'knot', command: ['knotd', '-c', join(home, 'knot.conf')], threads: 1, port });
  },
};

function weightedText(): string {
  const choices = pools.map(endpoints => endpoints.map(({ address, weight }) => `  - weight: ${weight}\n    A: ${address}\n`).join(''));
  return steeredNames.map(([label, pool]) => `${label}.${STEERED_ZONE}:\n${choices[pool]}`).join('');
}

function configText(home: string, port: number): string {
  return `
server:
  rundir: ${home}
  listen: 127.0.0.1@${port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  edns-client-subnet: on
database:
  storage: ${home}
log:
  - target: stderr
    any: warning
mod-geoip:
  - id: weighted
    config-file: ${home}/weighted.conf
    mode: weighted
    ttl: 60
  - id: countries
    config-file: ${home}/countries.conf
    mode: geodb
    geodb-file: ${bundledDatabaseFile()}
    geodb-key: country_code
    ttl: 60
template:
  - id: default
    storage: ${home}
    zonefile-load: whole
    journal-content: none
    global-module: mod-cookies
zone:
  - domain: ${STATIC_ZONE}
  - domain: ${STEERED_ZONE}
    module: mod-geoip/weighted
  - domain: ${GEO_ZONE}
    module: mod-geoip/countries
`;
}
