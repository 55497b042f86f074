import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback, parseIp } from '../lib/ip-address.ts';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';

/** What became of the attempt to listen on one address. */
export type Listening =
  | { readonly kind: 'listening'; readonly at: SocketAddress; readonly server: Server }
  /** The machine lacks the whole address family, which is nobody's mistake. */
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly cause: unknown };

/** Starts an HTTP server on a loopback address, and on no other. `pages` gets a function that tells where it is bound. */
export async function listen(wanted: SocketAddress, pages: (boundTo: () => SocketAddress) => RequestListener): Promise<Listening> {
  const where = formatSocketAddress(wanted);
  if (!isLoopback(parseIp(wanted.address) ?? new Uint8Array(16))) {
    return { kind: 'failed', reason: `${where} is not a loopback address (127.0.0.0/8 or ::1)`, cause: undefined };
  }
  let at = wanted;
  const server = createServer(pages(() => at));
  try {
    await once(server.listen(wanted.port, wanted.address), 'listening');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (lacksFamily(wanted, code)) return { kind: 'skipped', reason: `${where} is skipped: this machine has no IPv6` };
    return { kind: 'failed', reason: `cannot listen on ${where}: ${whyNot(wanted, code)}`, cause };
  }
  at = { address: wanted.address, port: (server.address() as AddressInfo).port };
  return { kind: 'listening', at, server };
}

/** Whether an error code of a socket on `at` means that the machine has no IPv6. */
export function lacksFamily(at: SocketAddress, code: string): boolean {
  return at.address.includes(':') && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH'].includes(code);
}

function whyNot({ address }: SocketAddress, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program listens there';
    case 'EACCES':
      return 'not permitted (ports below 1024 need a privilege)';
    case 'EADDRNOTAVAIL':
      return `this machine has no such address (on macOS: sudo ifconfig lo0 alias ${address})`;
    default:
      return code;
  }
}
