/** UDP over node:dgram: every platform, one packet at a time. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { SocketAddress } from '../lib/socket-address.ts';
import { COUNTER, count, countUnanswered } from './counters.ts';
import { errorCode, ListenError } from './listen-error.ts';
import { createPeer, readPeer } from './peer-address.ts';
import type { BoundAddress, Transport, TransportOptions } from './transport.ts';
import { MAX_QUERY, MAX_UDP_ANSWER } from './wire.ts';

/** Room for about a hundred milliseconds of queries at full speed; the machine may grant less (net.core.rmem_max). */
const RECEIVE_BUFFER = 4 << 20;
/** Octets of answers that may wait for the machine to take them; above that answers are dropped. */
const SEND_QUEUE = 1 << 20;

/** Binds a UDP socket to each address; throws ListenError and closes them all if one cannot be had. */
export async function openUdpPortable(options: TransportOptions): Promise<Transport> {
  const sockets: Socket[] = [];
  const bound: BoundAddress[] = [];
  try {
    for (const address of options.addresses) {
      const socket = await bindUdp(address, options.shared);
      sockets.push(socket);
      bound.push({ transport: 'udp', address: address.address, port: socket.address().port });
      answerFrom(socket, options);
    }
  } catch (error) {
    await closeAll(sockets);
    throw error;
  }
  const ended = Promise.all(sockets.map(socket => once(socket, 'close')));
  return {
    bound,
    serve: async () => void (await ended),
    close: () => closeAll(sockets),
  };
}

/** Binds one UDP socket; throws ListenError. Not shared means that nobody else can have the address, nor has it. */
export async function bindUdp({ address, port }: SocketAddress, shared: boolean): Promise<Socket> {
  const family = isIPv6(address) ? 'udp6' : 'udp4';
  // An address needs no look-up: given at once, so that `send` hands the packet over before it returns.
  const lookup = (host: string, _: unknown, callback: (error: null, address: string, family: number) => void) =>
    callback(null, host, family === 'udp6' ? 6 : 4);
  const socket = createSocket({ type: family, ipv6Only: family === 'udp6', reusePort: shared, lookup, recvBufferSize: RECEIVE_BUFFER });
  try {
    // With that look-up it listens before `bind` returns.
    const listening = once(socket, 'listening');
    socket.bind(port, address);
    await listening;
    return socket;
  } catch (cause) {
    socket.close();
    throw new ListenError({ transport: 'udp', address, port }, errorCode(cause), cause);
  }
}

function answerFrom(socket: Socket, { engine, counters, onFault }: TransportOptions): void {
  const peer = createPeer();
  let out = new Uint8Array(MAX_UDP_ANSWER);
  socket.on('error', onFault);
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    readPeer(from.address, peer);
    // Nobody has port 0: it can only be forged, and node:dgram would throw.
    if (from.port === 0) {
      countUnanswered(counters, peer.family);
      return;
    }
    engine.tick();
    const length = engine.respond(query, Math.min(query.length, MAX_QUERY), peer, out, MAX_UDP_ANSWER, false);
    if (length === 0) return;
    if (socket.getSendQueueSize() > SEND_QUEUE) {
      count(counters, COUNTER.SEND_ERRORS);
      return;
    }
    socket.send(out, 0, length, from.port, from.address);
    // The machine did not take it at once and will read `out` later.
    if (socket.getSendQueueCount() > 0) out = new Uint8Array(MAX_UDP_ANSWER);
  });
}

async function closeAll(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(sockets.map(closeSocket));
}

async function closeSocket(socket: Socket): Promise<void> {
  try {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  } catch (error) {
    // Closed before, or by itself.
    if (errorCode(error) !== 'ERR_SOCKET_DGRAM_NOT_RUNNING') throw error;
  }
}
