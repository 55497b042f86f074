import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { eachMessage, framed } from './frames.ts';
import { ownPort } from './own-port.ts';

/** Takes DNS messages over UDP and TCP: a cache that has missed an answer over UDP may turn to TCP, and away where there is none. */
export interface TwoTransports extends AsyncDisposable {
  readonly port: number;
}

/** Calls back with each query, and where to send its answer. */
export async function listenOnBoth(take: (query: Buffer, answer: (message: Uint8Array) => void) => void): Promise<TwoTransports> {
  const port = await ownPort();
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => take(query, message => udp.send(message, from.port, from.address)));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  const connections = new Set<Socket>();
  const tcp = createServer(socket => {
    connections.add(socket.on('close', () => connections.delete(socket)));
    socket.on('error', () => socket.destroy());
    eachMessage(socket, query => take(query, message => void (socket.writable && socket.write(framed(message)))));
  });
  tcp.listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      tcp.close();
      udp.close();
      await Promise.all([once(tcp, 'close'), once(udp, 'close')]);
    },
  };
}
