/** What a failed call of a UDP socket means for the worker that made it. */
import { constants } from 'node:os';

const { errno: ERRNO } = constants;

const NAMES = new Map<number, string>();
for (const [name, errno] of Object.entries(ERRNO)) if (!NAMES.has(errno)) NAMES.set(errno, name);

/** `EAGAIN` and the like; `errno 999` where the platform has no name for it. */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `errno ${errno}`;
}

/**
 * - `nothing`: no datagram came in time, or a signal did; ask again.
 * - `reported`: the network told of an earlier answer that did not arrive (ICMP); the socket is sound.
 * - `short`: the machine is out of memory or worse; ask again, but not at once.
 * - `lost`: this is no socket of ours any more.
 */
export type ReceiveFailure = 'nothing' | 'reported' | 'short' | 'lost';

const NOTHING = new Set([ERRNO.EAGAIN, ERRNO.EINTR]);
const REPORTED = new Set([
  ERRNO.ECONNREFUSED,
  ERRNO.ECONNRESET,
  ERRNO.EHOSTUNREACH,
  ERRNO.ENETUNREACH,
  ERRNO.ENETDOWN,
  ERRNO.ENOPROTOOPT,
  ERRNO.EPROTO,
  ERRNO.EMSGSIZE,
  ERRNO.EACCES,
  ERRNO.EPERM,
]);
const LOST = new Set([ERRNO.EBADF, ERRNO.ENOTSOCK, ERRNO.ENOSYS, ERRNO.EOPNOTSUPP, ERRNO.EFAULT]);

export function receiveFailure(errno: number): ReceiveFailure {
  if (NOTHING.has(errno)) return 'nothing';
  if (REPORTED.has(errno)) return 'reported';
  return LOST.has(errno) ? 'lost' : 'short';
}

/**
 * - `again`: a signal came in between; send the same once more.
 * - `full`: the machine takes no more for now; what is left of the batch is dropped, as a full queue on the way would do.
 * - `message`: it is this answer alone that cannot go: no route, a firewall, too large for the path.
 * - `lost`: this is no socket of ours any more.
 */
export type SendFailure = 'again' | 'full' | 'message' | 'lost';

const FULL = new Set([ERRNO.EAGAIN, ERRNO.ENOBUFS, ERRNO.ENOMEM]);

export function sendFailure(errno: number): SendFailure {
  if (errno === ERRNO.EINTR) return 'again';
  if (FULL.has(errno)) return 'full';
  return LOST.has(errno) ? 'lost' : 'message';
}
