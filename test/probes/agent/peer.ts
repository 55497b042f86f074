import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Takes connections on a port of loopback, until the test is over or it is closed. */
export async function servePeer(port = 0): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(socket => socket.on('error', () => {}).resume());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = () => new Promise<void>(resolve => server.close(() => resolve()));
  onTestFinished(close);
  return { port: (server.address() as AddressInfo).port, close };
}
