import { once } from 'node:events';
import type { SocketAddress } from '../lib/socket-address.ts';
import { ListenError } from './listen-error.ts';
import { openTcp } from './tcp.ts';
import type { BoundAddress, Transport, TransportOptions } from './transport.ts';
import { bindUdp, openUdpPortable } from './udp-portable.ts';
import type { ListenAddress, Sockets } from './worker-protocol.ts';

/** How often port 0 is tried again when the TCP port that it gave is taken for UDP. */
const PORT_ATTEMPTS = 20;

export interface OpenSockets {
  readonly transports: readonly Transport[];
  readonly warnings: readonly string[];
}

type Needs = Omit<TransportOptions, 'addresses' | 'shared'>;

/** Opens the sockets of one worker, all or none; throws ListenError. */
export async function openSockets(sockets: Sockets, needs: Needs): Promise<OpenSockets> {
  return sockets.kind === 'claim' ? claimAll(sockets.listen, sockets.shared, needs) : join(sockets.bound, sockets.shared, needs);
}

/**
 * Makes the addresses ours. The lead worker alone listens for TCP, and exclusively: so two responders never share a port unawares,
 * although their UDP sockets would (SO_REUSEPORT).
 */
async function claimAll(listen: readonly ListenAddress[], shared: boolean, needs: Needs): Promise<OpenSockets> {
  const transports: Transport[] = [];
  const warnings: string[] = [];
  try {
    for (const address of listen) {
      const tcp = await claimOptional(address, needs);
      if (tcp instanceof ListenError) warnings.push(`${tcp.message}; skipped`);
      else transports.push(tcp);
    }
    const addresses = transports.flatMap(tcp => tcp.bound);
    if (addresses.length === 0) throw new Error(`no address to listen on${warnings.map(warning => `; ${warning}`).join('')}`);
    transports.push(await openUdpPortable({ ...needs, addresses, shared }));
    return { transports, warnings };
  } catch (error) {
    await Promise.all(transports.map(transport => transport.close()));
    throw error;
  }
}

async function claimOptional(listen: ListenAddress, needs: Needs): Promise<Transport | ListenError> {
  try {
    return await claim(listen, needs);
  } catch (error) {
    if (listen.optional && error instanceof ListenError && error.absent) return error;
    throw error;
  }
}

/** Listens for TCP on a port that is free for UDP as well. */
async function claim({ address, port }: SocketAddress, needs: Needs): Promise<Transport> {
  for (let attempt = 1; ; attempt++) {
    const tcp = await openTcp({ ...needs, addresses: [{ address, port }], shared: false });
    try {
      await probeUdp({ address, port: tcp.bound[0]!.port });
      return tcp;
    } catch (error) {
      await tcp.close();
      if (port !== 0 || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** Throws ListenError if anybody has the UDP port, even with SO_REUSEPORT: binding without it tells. */
async function probeUdp(address: SocketAddress): Promise<void> {
  const socket = await bindUdp(address, false);
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

/** UDP first: whoever reaches a new worker over TCP finds its UDP there too. */
async function join(bound: readonly BoundAddress[], shared: boolean, needs: Needs): Promise<OpenSockets> {
  const of = (transport: 'udp' | 'tcp') => bound.filter(address => address.transport === transport);
  const udp = await openUdpPortable({ ...needs, addresses: of('udp'), shared });
  try {
    return { transports: [udp, await openTcp({ ...needs, addresses: of('tcp'), shared: false })], warnings: [] };
  } catch (error) {
    await udp.close();
    throw error;
  }
}
