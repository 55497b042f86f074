import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { IcmpCheck } from '../../src/model/monitor.ts';
import type { Check, CheckContext, CheckResult } from '../check.ts';
import { throughConnection } from '../connection.ts';
import { asConnection } from '../datagrams.ts';
import { networkFailure } from '../network-failure.ts';
import { loadPingSockets, type OpenPingSocket } from '../ping-socket.ts';
import { findIp, type IpAddress } from '../system-lookup.ts';
import { echoRequest, isReplyTo } from './icmp-echo.ts';

/** The kernel sends ICMP to no port, but Node wants one. */
const ANY_PORT = 1;

/**
 * Passes when an echo request is answered (RFC 792, RFC 4443 section 4.1), through a ping socket, which needs no privilege: the kernel
 * gives it an identifier of its own, and to it no other replies than those to this identifier. Rejects where the system has no such
 * sockets or forbids them.
 */
export const checkIcmp: Check<IcmpCheck> = async ({ size }, address, context) => {
  const found = await findIp(address, context);
  if ('ok' in found) return found;
  const open = await loadPingSockets();
  try {
    return await ping({ open, to: found, data: randomBytes(size), context });
  } catch (error) {
    return withoutFamily(error);
  }
};

interface Pinging {
  readonly open: OpenPingSocket;
  readonly to: IpAddress;
  /** Octets that the reply must bring back; nobody can guess them. */
  readonly data: Uint8Array;
  readonly context: CheckContext;
}

function ping({ open, to, data, context }: Pinging): Promise<CheckResult> {
  const request = echoRequest(to.family, data);
  return throughConnection(context.deadline, conclude => {
    const socket = open(to.family);
    socket.on('message', (reply, from) => {
      if (!isSame(from.address, to.ip) || !isReplyTo(reply, request)) return;
      context.phaseEnded('firstByteMs');
      conclude({ ok: true, reason: 'echo reply' });
    });
    send(socket, request, to.ip);
    return asConnection(socket);
  });
}

function send(socket: Socket, request: Buffer, ip: string): void {
  socket.send(request, ANY_PORT, ip, error => {
    if (error) socket.emit('error', error);
  });
}

/** A machine without IPv6 cannot reach the endpoint, as with every other check. Throws what is no such error. */
function withoutFamily(error: unknown): CheckResult {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === 'EAFNOSUPPORT' ? networkFailure(error as NodeJS.ErrnoException) : undefined;
  if (reason === undefined) throw error;
  return { ok: false, reason };
}

/** Addresses of link-local neighbours come back with the name of the interface behind them. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [parseIp(a), parseIp(b)];
  return left !== undefined && right !== undefined && Buffer.from(left).equals(right);
}
