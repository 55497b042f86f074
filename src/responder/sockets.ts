import { once } from 'node:events';
import type { SocketAddress } from '../lib/socket-address.ts';
import { ListenError } from './listen-error.ts';
import { openTcp } from './tcp.ts';
import type { Transport } from './transport.ts';
import { openUdp } from './udp.ts';
import type { UdpOptions } from './udp-batched.ts';
import { bindUdp } from './udp-portable.ts';
import type { ListenAddress, Sockets } from './worker-protocol.ts';

/** How often port 0 is tried again when the TCP port that it gave is taken for UDP. */
const PORT_ATTEMPTS = 20;

export interface OpenSockets {
  readonly transports: readonly Transport[];
  readonly warnings: readonly string[];
}

type Needs = Omit<UdpOptions, 'addresses' | 'shared'>;

/** Opens the sockets of one worker, all or none; throws ListenError. */
export async function openSockets(sockets: Sockets, needs: Needs): Promise<OpenSockets> {
  switch (sockets.kind) {
    case 'claim':
      return claimAll(sockets.listen, needs);
    case 'tcp':
      return { transports: [await openTcp({ ...needs, addresses: sockets.addresses, shared: false })], warnings: [] };
    case 'udp': {
      const { addresses, shared, choice } = sockets;
      const { transport, warnings } = await openUdp(choice, { ...needs, addresses, shared });
      return { transports: [transport], warnings };
    }
  }
}

/**
 * Makes the addresses ours. The worker for TCP alone listens there, and exclusively: so two responders never share a port unawares,
 * although their UDP sockets would (SO_REUSEPORT).
 */
async function claimAll(listen: readonly ListenAddress[], needs: Needs): Promise<OpenSockets> {
  const transports: Transport[] = [];
  const warnings: string[] = [];
  try {
    for (const address of listen) {
      const tcp = await claimOptional(address, needs);
      if (tcp instanceof ListenError) warnings.push(`${tcp.message}; skipped`);
      else transports.push(tcp);
    }
    if (transports.length === 0) throw new Error(`no address to listen on${warnings.map(warning => `; ${warning}`).join('')}`);
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
