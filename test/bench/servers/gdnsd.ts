import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { prefixesByCountry } from '../country-prefixes.ts';
import { apexText, FAR, GEO_ZONE, NEAR, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from '../workload.ts';
import { type ServerKind, startPeer, versionOf } from './server.ts';

/** Its weighted plugin; its geoip plugin with the country database's own prefixes, since it does not read the database's schema. */
export const gdnsd: ServerKind = {
  name: 'gdnsd',
  how: 'plugins weighted and geoip, one thread',
  package: 'gdnsd',
  scenarios: ['one', 'many', 'static', 'cookie', 'geo'],
  answers: true,
  version: () => versionOf('gdnsd', '-h'),
  async start(directory) {
    const home = join(directory, 'gdnsd');
    const port = await freePort();
    for (const folder of ['zones', 'run', 'state', 'geoip']) await mkdir(join(home, folder), { recursive: true });
    const steered = steeredNames.map(([label, pool]) => `${label} 60 DYNA weighted!p${pool}\n`);
    await writeFile(join(home, 'zones', STATIC_ZONE), staticZoneText());
    await writeFile(join(home, 'zones', STEERED_ZONE), apexText(STEERED_ZONE) + steered.join(''));
    await writeFile(join(home, 'zones', GEO_ZONE), `${apexText(GEO_ZONE)}www 60 DYNA geoip!www\n`);
    await writeFile(
      join(home, 'geoip', 'nets'),
      prefixesByCountry('CN')
        .map(prefix => `${prefix} => [near]\n`)
        .join(''),
    );
    await writeFile(join(home, 'config'), configText(home, port));
    return startPeer({ name: 'gdnsd', command: ['gdnsd', '-c', home, 'start'], threads: 1, port });
  },
};

function configText(home: string, port: number): string {
  const resources = pools.map((endpoints, pool) => {
    const written = endpoints.map(({ name, address, weight }) => `${name} => [ ${address}, ${weight} ]`);
    return `    p${pool} => { service_types => "up", ${written.join(', ')} }\n`;
  });
  return `
options => { listen => "127.0.0.1:${port}", run_dir => "${home}/run", state_dir => "${home}/state", udp_threads => 1, tcp_threads => 1 }
service_types => {}
plugins => {
  weighted => {
${resources.join('')}  }
  geoip => {
    maps => { world => { datacenters => [far, near], nets => "nets" } }
    resources => { www => { service_types => "up", map => world, dcmap => { near => ${NEAR}, far => ${FAR} } } }
  }
}
`;
}
