import type { Socket } from 'node:dgram';
import type { Connection } from './connection.ts';

/** A datagram socket as a connection: destroying it twice is no mistake. */
export function asConnection(socket: Socket): Connection {
  let open = true;
  return {
    on: (event, listener) => socket.on(event, listener),
    destroy() {
      if (open) socket.close();
      open = false;
    },
  };
}
