import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Many web sites behind one port, one for each loopback address that is asked, each broken by itself. */
export interface Sites extends AsyncDisposable {
  readonly port: number;
  /** From now on this address answers 503. */
  break(address: string): void;
}

export async function startSites(): Promise<Sites> {
  const broken = new Set<string>();
  const server = createServer((request, response) => {
    response.statusCode = broken.has(request.socket.localAddress ?? '') ? 503 : 200;
    response.end();
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    break: address => void broken.add(address),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
