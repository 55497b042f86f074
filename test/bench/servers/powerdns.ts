import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { apexText, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from '../workload.ts';
import { writePowerDns } from './powerdns-files.ts';
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
    const zones = { [STATIC_ZONE]: staticZoneText(), [STEERED_ZONE]: apexText(STEERED_ZONE) + steeredText() };
    const command = await writePowerDns(home, { port, zones, settings: [`edns-cookie-secret=${SECRET}`] });
    return startPeer({ name: 'powerdns', command, threads: 1, port });
  },
};

function steeredText(): string {
  const choices = pools.map(endpoints => endpoints.map(({ address, weight }) => `{${weight}, '${address}'}`).join(', '));
  return steeredNames.map(([label, pool]) => `${label} 60 IN LUA A "pickwrandom({${choices[pool]}})"\n`).join('');
}
