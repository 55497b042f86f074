import { formatSocketAddress, type SocketAddress } from '../../lib/socket-address.ts';

/** Nothing came that could be read: whether the request was carried out is not known. */
export class NoAnswer extends Error {
  constructor(at: SocketAddress, why: string, cause?: unknown) {
    super(`${formatSocketAddress(at)} ${why}`, { cause });
  }
}
