import { isIP } from 'node:net';

/** Where a listener is bound: an address in text form and a port, 0 for one that the system chooses. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Reads `127.0.0.1:5300` or `[::1]:5300`; undefined where it is neither. */
export function parseSocketAddress(text: string): SocketAddress | undefined {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text);
  if (!match) return undefined;
  const [, ipv6, ipv4, digits] = match;
  const port = Number(digits);
  const address = ipv6 ?? ipv4!;
  return port <= 0xffff && isIP(address) === (ipv6 === undefined ? 4 : 6) ? { address, port } : undefined;
}

/** Writes `127.0.0.1:5300` or `[::1]:5300`. */
export function formatSocketAddress({ address, port }: SocketAddress): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
