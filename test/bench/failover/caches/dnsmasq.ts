import { userInfo } from 'node:os';
import { versionOf } from '../../servers/server.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { ZONE } from '../scene.ts';
import type { CacheKind } from './cache.ts';

/** With options of its own; what else caching depends on is as it is by default. */
export const dnsmasq = (name = 'dnsmasq', ...extra: readonly string[]): CacheKind => ({
  name,
  package: 'dnsmasq-base',
  version: () => versionOf('dnsmasq', '--version'),
  async start({ directory, serverPort, question }) {
    const port = await ownPort();
    const command = [
      'dnsmasq',
      '--keep-in-foreground',
      '--log-facility=-',
      '--conf-file=/dev/null',
      '--pid-file',
      '--no-resolv',
      '--no-hosts',
      `--user=${userInfo().username}`,
      '--listen-address=127.0.0.1',
      '--bind-interfaces',
      `--port=${port}`,
      `--server=/${ZONE}/127.0.0.1#${serverPort}`,
      ...extra,
    ];
    return startProgram({ name, command, directory, port, question });
  },
});
