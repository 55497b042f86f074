/** Opens UDP sockets for the batched transport: blocking, with a time limit, and able to tell which address was asked. */
import type { SocketAddress } from '../lib/socket-address.ts';
import { errnoName } from './errno.ts';
import type { Libc } from './libc.ts';
import { ListenError } from './listen-error.ts';
import { AF_INET6, encodeSocketAddress, IPV4_AT, IPV6_AT, portOf } from './socket-address-codec.ts';

/** How long a call waits for a datagram before the worker rests, when an order reaches it at once. */
const RECEIVE_MS = 5;
/** How long a call waits for room to send. */
const SEND_MS = 20;

/** Room for about a hundred milliseconds of queries at full speed; the machine may grant less (net.core.rmem_max, wmem_max). */
const RECEIVE_BUFFER = 4 << 20;
const SEND_BUFFER = 1 << 20;

const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_REUSEPORT = 15;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const IPPROTO_IP = 0;
const IP_PKTINFO = 8;
const IP_MTU_DISCOVER = 10;
const IPPROTO_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;
const IPV6_V6ONLY = 26;
const IPV6_RECVPKTINFO = 49;

/** In one piece with DF, or as the interface carries it; neither believes in messages about the path, which strangers could send. */
const PMTUDISC_PROBE = 3;
const PMTUDISC_OMIT = 5;

export interface UdpSocket {
  readonly fd: number;
  readonly bound: SocketAddress;
  readonly family: 4 | 6;
  /** The address that it is bound to: 4 or 16 octets. */
  readonly octets: Uint8Array;
  /** Bound to 0.0.0.0 or ::, so that each datagram tells which address of the machine it was sent to. */
  readonly wildcard: boolean;
}

/**
 * Binds a socket to `where`, with others of this machine where `shared`; throws ListenError. Where it `fragments`, what no network need carry
 * in one piece may go in several; else answers are never put together from pieces, among which others could smuggle theirs (RFC 9715).
 */
export function openUdpSocket(libc: Libc, where: SocketAddress, shared: boolean, fragments = false): UdpSocket {
  const sockaddr = encodeSocketAddress(where);
  const fd = libc.socket(sockaddr[0]!, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd === -1) throw refused(libc, where);
  const family = sockaddr[0] === AF_INET6 ? 6 : 4;
  const octets = family === 6 ? sockaddr.subarray(IPV6_AT, IPV6_AT + 16) : sockaddr.subarray(IPV4_AT, IPV4_AT + 4);
  const wildcard = octets.every(octet => octet === 0);
  try {
    configure(libc, fd, { family, wildcard, shared, fragments }, where);
    if (libc.bind(fd, sockaddr, sockaddr.length) === -1) throw refused(libc, where);
    if (libc.getsockname(fd, sockaddr, int32(sockaddr.length)) === -1) throw refused(libc, where);
    return { fd, bound: { address: where.address, port: portOf(sockaddr) }, family, octets, wildcard };
  } catch (error) {
    libc.close(fd);
    throw error;
  }
}

interface Kind {
  readonly family: 4 | 6;
  readonly wildcard: boolean;
  readonly shared: boolean;
  readonly fragments: boolean;
}

function configure(libc: Libc, fd: number, { family, wildcard, shared, fragments }: Kind, where: SocketAddress): void {
  const set = (level: number, option: number, value: Uint8Array) => {
    if (libc.setsockopt(fd, level, option, value, value.length) === -1) throw refused(libc, where);
  };
  set(SOL_SOCKET, SO_RCVBUF, int32(RECEIVE_BUFFER));
  set(SOL_SOCKET, SO_SNDBUF, int32(SEND_BUFFER));
  set(SOL_SOCKET, SO_RCVTIMEO, milliseconds(RECEIVE_MS));
  set(SOL_SOCKET, SO_SNDTIMEO, milliseconds(SEND_MS));
  if (shared) set(SOL_SOCKET, SO_REUSEPORT, int32(1));
  const discover = int32(fragments ? PMTUDISC_OMIT : PMTUDISC_PROBE);
  if (family === 6) set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, discover);
  else set(IPPROTO_IP, IP_MTU_DISCOVER, discover);
  if (family === 6) set(IPPROTO_IPV6, IPV6_V6ONLY, int32(1));
  if (!wildcard) return;
  if (family === 6) set(IPPROTO_IPV6, IPV6_RECVPKTINFO, int32(1));
  else set(IPPROTO_IP, IP_PKTINFO, int32(1));
}

function refused(libc: Libc, { address, port }: SocketAddress): ListenError {
  return new ListenError({ transport: 'udp', address, port }, errnoName(libc.errno()));
}

function int32(value: number): Uint8Array {
  return new Uint8Array(Int32Array.of(value).buffer);
}

/** A timeval of less than a second. */
function milliseconds(ms: number): Uint8Array {
  return new Uint8Array(BigInt64Array.of(0n, BigInt(ms) * 1000n).buffer);
}
