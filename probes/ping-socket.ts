import { createSocket, type Socket } from 'node:dgram';
import { getSystemErrorName } from 'node:util';

/** What of the C library it takes: Node itself opens no ICMP sockets. The error is that of the last call that failed. */
interface Calls {
  socket(family: number, type: number, protocol: number): number;
  close(fd: number): number;
  errno(): number;
}

/** Machines on which the numbers below hold. */
const MACHINES: readonly string[] = ['x64', 'arm64', 'riscv64', 'loong64'];

const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;

const FAMILIES = {
  4: { family: 2, protocol: 1, type: 'udp4' },
  6: { family: 10, protocol: 58, type: 'udp6' },
} as const;

/** What the kernel says to those whom net.ipv4.ping_group_range leaves out, for both families. */
const FORBIDDEN = ['EACCES', 'EPERM'];

let loaded: Promise<Calls> | undefined;

/** Opens a ping socket of one IP version. Throws as `loadPingSockets` rejects. */
export type OpenPingSocket = (version: 4 | 6) => Socket;

/**
 * What opens sockets that send ICMP echo requests and get their replies, one datagram each, from the ICMP header on. Rejects where this
 * machine has no such sockets; opening throws where it forbids them, or has run out of something.
 */
export async function loadPingSockets(): Promise<OpenPingSocket> {
  loaded ??= loadCalls().catch(error => {
    // Not for good: perhaps there were no file descriptors left to read it.
    loaded = undefined;
    throw error;
  });
  const calls = await loaded;
  return version => open(version, calls);
}

function open(version: 4 | 6, { socket, close, errno }: Calls): Socket {
  const { family, protocol, type } = FAMILIES[version];
  const fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  if (fd < 0) throw refusal(getSystemErrorName(-errno()));
  try {
    // Bound, it belongs to the socket, which closes it.
    return createSocket(type).bind({ fd });
  } catch (error) {
    close(fd);
    throw error;
  }
}

function refusal(code: string): Error {
  const reason = FORBIDDEN.includes(code) ? 'ping sockets are forbidden here: net.ipv4.ping_group_range' : `no ping sockets here: ${code}`;
  return Object.assign(new Error(reason), { code });
}

async function loadCalls(): Promise<Calls> {
  if (process.platform !== 'linux' || !MACHINES.includes(process.arch))
    throw new Error(`no ping sockets here: not on ${process.platform} ${process.arch}`);
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  return {
    socket: library.func('int socket(int, int, int)'),
    close: library.func('int close(int)'),
    errno: () => koffi.errno(),
  };
}
