import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { ownPort } from './own-port.ts';
import { type Failure, HEALTH_PATH } from './scene.ts';

/** Web sites on one port, each at a loopback address of its own. */
export interface Sites extends AsyncDisposable {
  readonly port: number;
  open(address: string): Promise<void>;
  /** From now on it does not answer; connections that are open are reset where they are to be refused. */
  fail(address: string, how: Failure): void;
  /** Resolves when a probe of it has been answered. */
  nextProbe(address: string): Promise<void>;
}

const PROBED = 'probed';

export async function startSites(): Promise<Sites> {
  const port = await ownPort('0.0.0.0');
  const servers = new Map<string, Server>();
  const silent = new Set<string>();
  const close = (address: string): void => {
    servers.get(address)?.close();
    servers.get(address)?.closeAllConnections();
    servers.delete(address);
  };
  return {
    port,
    async open(address) {
      const server = createServer((request, response) => {
        if (silent.has(address)) return;
        response.setHeader('connection', 'close').end('ok\n');
        if (request.url === HEALTH_PATH) server.emit(PROBED);
      });
      server.listen(port, address);
      await once(server, 'listening');
      servers.set(address, server);
    },
    fail(address, how) {
      if (how === 'refused') close(address);
      else silent.add(address);
    },
    nextProbe: async address => void (await once(servers.get(address)!, PROBED)),
    async [Symbol.asyncDispose]() {
      for (const address of [...servers.keys()]) close(address);
    },
  };
}
