import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../lib/clock.ts';

/** What calls under way get to finish in when the server closes; then their connections are cut. */
const CLOSE_GRACE_MS = 1000;

/**
 * Bounds the close of the server: a client that never ends its request would hold it up, and so would one that never says a word of TLS,
 * whose connection Node does not count among those of HTTP.
 */
export function boundClose(app: FastifyInstance, clock: Clock): void {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', async () => {
    const cancel = clock.after(CLOSE_GRACE_MS, () => {
      for (const socket of sockets) socket.destroy();
    });
    app.server.once('close', cancel);
  });
}
