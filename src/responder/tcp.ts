/** DNS over TCP (RFC 7766). */
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { COUNTER, count } from './counters.ts';
import { errorCode, ListenError } from './listen-error.ts';
import { createPeer, readPeer } from './peer-address.ts';
import { TcpAdmission } from './tcp-admission.ts';
import { createConnection, type TcpConnection } from './tcp-connection.ts';
import { TCP_LIMITS, type TcpLimits } from './tcp-limits.ts';
import type { BoundAddress, Transport, TransportOptions } from './transport.ts';

const SWEEP_MS = 1000;

export interface TcpOptions extends TransportOptions {
  readonly limits?: TcpLimits;
}

/** Listens for TCP on each address; throws ListenError and closes them all if one cannot be had. */
export async function openTcp({ limits = TCP_LIMITS, ...options }: TcpOptions): Promise<Transport> {
  const connections = new Set<TcpConnection>();
  const admission = new TcpAdmission(limits);
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
      acceptFrom(server, connections, admission, options);
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const stopSweep = sweep(connections, limits, options.clock);
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

function acceptFrom(server: Server, connections: Set<TcpConnection>, admission: TcpAdmission, options: TransportOptions): void {
  const { engine, counters, clock, onFault } = options;
  const peer = createPeer();
  server.on('error', onFault);
  server.on('connection', (socket: Socket) => {
    readPeer(socket.remoteAddress ?? '0.0.0.0', peer);
    const release = admission.admit(peer);
    count(counters, release ? COUNTER.TCP_CONNECTIONS : COUNTER.TCP_REFUSED);
    if (!release) {
      socket.destroy();
      return;
    }
    const connection = createConnection(socket, engine, clock);
    connections.add(connection);
    socket.on('close', () => {
      connections.delete(connection);
      release();
    });
  });
}

/** Ends idle connections, and those that have been there long enough, once a second until the returned function is called. */
function sweep(connections: ReadonlySet<TcpConnection>, { idleMs, lifetimeMs }: TcpLimits, clock: Clock): () => void {
  const look = () => {
    const nowMs = clock.monotonic();
    for (const connection of connections) {
      if (nowMs - connection.activeAtMs >= idleMs) connection.end();
      else if (nowMs - connection.openedAtMs >= lifetimeMs) connection.finish();
    }
    cancel = clock.after(SWEEP_MS, look);
  };
  let cancel = clock.after(SWEEP_MS, look);
  return () => cancel();
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
}
