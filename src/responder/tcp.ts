/** DNS over TCP (RFC 7766). */
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { COUNTER, type Counters, count } from './counters.ts';
import { errorCode, ListenError } from './listen-error.ts';
import { createConnection, type TcpConnection } from './tcp-connection.ts';
import type { BoundAddress, Transport, TransportOptions } from './transport.ts';

/** How long a connection may stay without a whole query, or without its answers being read (RFC 7766 section 6.2.3). */
const IDLE_MS = 10_000;
const SWEEP_MS = 1000;
/** Connections of one worker; those above are closed at once (RFC 7766 section 6.2.2). */
const MAX_CONNECTIONS = 1000;

/** Listens for TCP on each address; throws ListenError and closes them all if one cannot be had. */
export async function openTcp(options: TransportOptions): Promise<Transport> {
  const connections = new Set<TcpConnection>();
  const servers: Server[] = [];
  const bound: BoundAddress[] = [];
  const closeAll = async () => {
    for (const connection of connections) connection.end();
    await Promise.all(servers.map(closeServer));
  };
  try {
    for (const address of options.addresses) {
      const server = await listenTcp(address, options.shared);
      servers.push(server);
      bound.push({ transport: 'tcp', address: address.address, port: portOf(server) });
      acceptFrom(server, connections, options);
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const stopSweep = sweepIdle(connections, options.clock);
  const ended = Promise.all(servers.map(server => once(server, 'close')));
  return {
    bound,
    serve: async () => void (await ended),
    async close() {
      stopSweep();
      await closeAll();
    },
  };
}

async function listenTcp({ address, port }: SocketAddress, shared: boolean): Promise<Server> {
  const server = createServer({ noDelay: true });
  try {
    server.listen({ host: address, port, ipv6Only: isIPv6(address), reusePort: shared });
    await once(server, 'listening');
    return server;
  } catch (cause) {
    throw new ListenError({ transport: 'tcp', address, port }, errorCode(cause), cause);
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function acceptFrom(server: Server, connections: Set<TcpConnection>, { engine, counters, clock, onFault }: TransportOptions): void {
  server.on('error', onFault);
  server.on('connection', (socket: Socket) => {
    if (refuses(connections, counters)) {
      socket.destroy();
      return;
    }
    const connection = createConnection(socket, engine, clock);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
}

function refuses(connections: ReadonlySet<TcpConnection>, counters: Counters): boolean {
  const refused = connections.size >= MAX_CONNECTIONS;
  count(counters, refused ? COUNTER.TCP_REFUSED : COUNTER.TCP_CONNECTIONS);
  return refused;
}

/** Ends idle connections once a second until the returned function is called. */
function sweepIdle(connections: ReadonlySet<TcpConnection>, clock: Clock): () => void {
  const sweep = () => {
    const before = clock.monotonic() - IDLE_MS;
    for (const connection of connections) if (connection.activeAtMs <= before) connection.end();
    cancel = clock.after(SWEEP_MS, sweep);
  };
  let cancel = clock.after(SWEEP_MS, sweep);
  return () => cancel();
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
}
