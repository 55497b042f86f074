import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { ZONE } from '../scene.ts';
import type { CacheKind } from './cache.ts';

export const unbound: CacheKind = {
  name: 'unbound',
  package: 'unbound',
  version: () => versionOf('unbound', '-V'),
  async start({ directory, serverPort, question }) {
    const port = await ownPort();
    const file = join(directory, 'unbound.conf');
    await writeFile(file, configText(directory, port, serverPort));
    return startProgram({ name: 'unbound', command: ['unbound', '-d', '-p', '-c', file], directory, port, question });
  },
};

/** What caching depends on is as it is by default. */
function configText(directory: string, port: number, serverPort: number): string {
  return `server:
  interface: 127.0.0.1
  port: ${port}
  chroot: ""
  username: ""
  pidfile: ""
  directory: "${directory}"
  use-syslog: no
  num-threads: 1
  do-ip6: no
  do-not-query-localhost: no
  module-config: "iterator"
remote-control:
  control-enable: no
stub-zone:
  name: ${ZONE}
  stub-addr: 127.0.0.1@${serverPort}
`;
}
