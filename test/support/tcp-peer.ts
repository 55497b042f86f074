import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A real TCP server on loopback that behaves as a test says. */
export interface TcpPeer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Connections that are still open, as this side sees it. */
  readonly open: number;
  /** Fulfils when the next connection has been accepted. */
  nextConnection(): Promise<void>;
}

/** Listens on a free port of `host`; `serve` gets every connection. Dispose destroys what is open. */
export async function tcpPeer(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<TcpPeer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer({ allowHalfOpen: false }, socket => {
    accepted++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket);
    socket.resume();
    server.emit('served');
  });
  await once(server.listen(0, host), 'listening');
  return {
    host,
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return sockets.size;
    },
    nextConnection: async () => void (await once(server, 'served')),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of `host` that nothing listens on: one that was free a moment ago. */
export async function closedPort(host = '127.0.0.1'): Promise<number> {
  await using peer = await tcpPeer(() => {}, host);
  return peer.port;
}

/** Answers every HTTP request head with `response`, written as it goes over the wire, and leaves the connection open. */
export function answering(response: string): (socket: Socket) => void {
  return socket => {
    let head = '';
    socket.on('data', chunk => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      head = '';
      socket.write(response);
    });
  };
}
