import type { FastifyInstance } from 'fastify';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';

/** The API cannot listen where it was told to; the message is one line for the operator. */
export class ApiListenError extends Error {}

/** Listens, and gives the address with the port that it got. Throws ApiListenError in one plain line. */
export async function listen(app: FastifyInstance, { address, port }: SocketAddress): Promise<SocketAddress> {
  try {
    await app.listen({ host: address, port });
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    throw new ApiListenError(
      `cannot serve the API on ${formatSocketAddress({ address, port })}: ${REASONS[code] ?? (error as Error).message}`,
      {
        cause: error,
      },
    );
  }
  const bound = app.server.address();
  return { address, port: typeof bound === 'object' && bound ? bound.port : port };
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there; choose another with --api ADDR:PORT',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine does not speak this address family',
  EACCES: 'permission denied; ports below 1024 need a privilege',
};
