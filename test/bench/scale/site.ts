import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sharedClockMs } from './shared-clock.ts';

/** A web site on 127.0.0.1 that is probed, and can be broken and mended. */
export interface Site extends AsyncDisposable {
  readonly port: number;
  /** Turns it; gives the moment (see sharedClockMs) at which it first answered a probe so: from then on it can be known. */
  turn(up: boolean): Promise<number>;
}

export async function startSite(): Promise<Site> {
  let isUp = true;
  let told = Promise.withResolvers<number>();
  const server = createServer((_request, response) => {
    response.statusCode = isUp ? 200 : 503;
    response.end();
    told.resolve(sharedClockMs());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    turn(up) {
      isUp = up;
      told = Promise.withResolvers();
      return told.promise;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
