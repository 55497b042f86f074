import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readVersion } from '../../../../src/config/version.ts';
import { apexText } from '../../workload.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { HEALTH_PATH, NAME, type Scene, ZONE } from '../scene.ts';
import type { WatchingServer } from './server.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** `./meridian serve` with its one embedded vantage; whatever is not said is as it is by default, `confirm` and `align` among it. */
export const meridian: WatchingServer = {
  name: 'meridian',
  how: ({ fall }) => `policy failover, monitor http, fall ${fall}, confirm and align as by default`,
  version: readVersion,
  start: (directory, scene) => startMeridian(directory, scene, ''),
};

/** The same with TTLs that take no notice of when endpoints are looked at. */
export const unalignedMeridian: WatchingServer = {
  ...meridian,
  name: 'unaligned',
  how: ({ fall }) => `Meridian as before, with fall ${fall} and \`align: off\``,
  start: (directory, scene) => startMeridian(directory, scene, ', align: off'),
};

async function startMeridian(directory: string, scene: Scene, ttlMore: string) {
  const zones = join(directory, 'zones');
  const [port, apiPort] = [await ownPort(), await ownPort()];
  await mkdir(zones);
  await writeFile(join(zones, `${ZONE}.zone`), apexText(ZONE));
  await writeFile(join(zones, `${ZONE}.yaml`), zoneText(scene, ttlMore));
  const at = ['--dns', `127.0.0.1:${port}`, '--api', `127.0.0.1:${apiPort}`];
  const command = [join(ROOT, 'meridian'), 'serve', '--zones', zones, '--data', join(directory, 'data'), ...at, '--workers', '1'];
  return startProgram({ name: 'meridian', command, directory, port, question: NAME });
}

function zoneText({ active, standby, sitePort, intervalSeconds, timeoutSeconds, fall, rise, ttl }: Scene, ttlMore: string): string {
  const rhythm = `interval: ${intervalSeconds}s, timeout: ${timeoutSeconds}s, fall: ${fall}, rise: ${rise}`;
  return `
sites: { one: { country: CN } }
monitors: { web: { type: http, port: ${sitePort}, path: ${HEALTH_PATH}, ${rhythm} } }
pools:
  active: { site: one, monitor: web, endpoints: { a: ${active} } }
  standby: { site: one, monitor: web, endpoints: { a: ${standby} } }
records:
  www: { ttl: { min: ${ttl.min}s, max: ${ttl.max}s${ttlMore} }, steer: { failover: [active, standby] } }
`;
}
