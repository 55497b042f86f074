import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import type { CacheKind } from './cache.ts';

/** With lines of its own for the section `options`. */
export const bind = (name = 'bind', extra = ''): CacheKind => ({
  name,
  package: 'bind9',
  version: () => versionOf('named', '-v'),
  async start({ directory, serverPort, question }) {
    const port = await ownPort();
    const file = join(directory, 'named.conf');
    await writeFile(file, configText(directory, port, serverPort, extra));
    return startProgram({ name, command: ['named', '-g', '-4', '-n', '1', '-c', file], directory, port, question });
  },
});

/** What caching depends on is as it is by default, but for `extra`. All questions go to the one name server, so that nothing leaves the machine. */
function configText(directory: string, port: number, serverPort: number, extra: string): string {
  return `options {
  directory "${directory}";
  pid-file none;
  session-keyfile none;
  lock-file none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion yes;
  allow-query { 127.0.0.0/8; };
  dnssec-validation no;
  empty-zones-enable no;
${extra}  forward only;
  forwarders { 127.0.0.1 port ${serverPort}; };
};
controls { };
`;
}
