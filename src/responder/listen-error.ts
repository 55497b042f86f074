import { formatSocketAddress } from '../lib/socket-address.ts';
import type { BoundAddress } from './transport.ts';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EACCES: 'permission denied (ports below 1024 need CAP_NET_BIND_SERVICE)',
  EADDRNOTAVAIL: 'the machine has no such address',
  EAFNOSUPPORT: 'the machine does not speak this address family',
};

/** A socket that cannot listen; the message is one line for the operator. `code` is the errno's name. */
export class ListenError extends Error {
  readonly where: BoundAddress;
  readonly code: string;

  constructor(where: BoundAddress, code: string, cause?: unknown) {
    super(`cannot listen on ${formatAddress(where)}: ${REASONS[code] ?? code}`, cause === undefined ? {} : { cause });
    this.name = 'ListenError';
    this.where = where;
    this.code = code;
  }

  /** Whether the machine lacks the address or its family, rather than somebody else having taken it. */
  get absent(): boolean {
    return this.code === 'EADDRNOTAVAIL' || this.code === 'EAFNOSUPPORT';
  }
}

/** The errno's name of an error of node:net or node:dgram. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** `127.0.0.1:53 (UDP)`, `[::1]:53 (TCP)`. */
export function formatAddress(bound: BoundAddress): string {
  return `${formatSocketAddress(bound)} (${bound.transport.toUpperCase()})`;
}
