import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../servers/server.ts';
import { ownPort } from '../own-port.ts';
import { startProgram } from '../program.ts';
import { ZONE } from '../scene.ts';
import type { CacheKind } from './cache.ts';

/** With lines of its own at the end. */
export const knotResolver = (name = 'knot-resolver', extra = ''): CacheKind => ({
  name,
  package: 'knot-resolver',
  version: () => versionOf('kresd', '--version'),
  async start({ directory, serverPort, question }) {
    const port = await ownPort();
    const file = join(directory, 'kresd.conf');
    await writeFile(file, configText(port, serverPort) + extra);
    return startProgram({ name, command: ['kresd', '-n', '-c', file, directory], directory, port, question });
  },
});

/**
 * What caching depends on is as it is by default. What would ask the root by itself is unloaded: nothing is to leave the machine.
 * Forwarded and not as a stub: what a stub is told by a server with EDNS it forgets after five or six seconds, however long the TTL.
 */
function configText(port: number, serverPort: number): string {
  return `net.listen('127.0.0.1', ${port}, { kind = 'dns' })
net.ipv6 = false
trust_anchors.remove('.')
for _, name in ipairs({ 'priming', 'ta_update', 'ta_signal_query', 'detect_time_skew' }) do modules.unload(name) end
cache.size = 10 * MB
policy.add(policy.suffix(policy.FORWARD('127.0.0.1@${serverPort}'), policy.todnames({ '${ZONE}' })))
`;
}
