import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { ZONE } from '../scene.ts';
import type { CacheKind } from './cache.ts';

/** With lines of its own for the section `server`. */
export const unbound = (name = 'unbound', extra = ''): CacheKind => ({
  name,
  package: 'unbound',
  version: () => versionOf('unbound', '-V'),
  async start({ directory, serverPort, question }) {
    const port = await ownPort();
    const file = join(directory, 'unbound.conf');
    await writeFile(file, configText(directory, port, serverPort, extra));
    return startProgram({ name, command: ['unbound', '-d', '-p', '-c', file], directory, port, question });
  },
});

/** What caching depends on is as it is by default, but for `extra`. */
function configText(directory: string, port: number, serverPort: number, extra: string): string {
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
${extra}remote-control:
  control-enable: no
stub-zone:
  name: ${ZONE}
  stub-addr: 127.0.0.1@${serverPort}
`;
}
