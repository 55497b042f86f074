/** Failures that speak of the endpoint or of the way to it, by the error codes of Node and libuv. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect refused',
  ECONNRESET: 'connection reset',
  ECONNABORTED: 'connection reset',
  EPIPE: 'connection reset',
  ETIMEDOUT: 'connect timed out',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'connect timed out',
  EHOSTUNREACH: 'host unreachable',
  EHOSTDOWN: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENETDOWN: 'network unreachable',
  EADDRNOTAVAIL: 'address not available here',
  EAFNOSUPPORT: 'address family not supported here',
  EACCES: 'connect not permitted',
  EPERM: 'connect not permitted',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name lookup failed',
  EAI_FAIL: 'name lookup failed',
};

/** This machine ran out of something: file descriptors, buffers, memory. */
const OWN_TROUBLE = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

/** Whether an error says that this machine ran out of something, and nothing of what was asked for. */
export function isOwnTrouble({ code = '' }: NodeJS.ErrnoException): boolean {
  return OWN_TROUBLE.has(code);
}

/**
 * Why a connection failed, in short; undefined where the error is a trouble of this machine or program (nothing left to open a
 * socket with, settings that cannot be sent), which must not count against the endpoint.
 */
export function networkFailure(error: NodeJS.ErrnoException): string | undefined {
  if (error instanceof AggregateError) return failureOfAll(error.errors);
  const { code = '', syscall } = error;
  if (isOwnTrouble(error)) return undefined;
  if (code === 'ECONNRESET' && syscall === undefined) return 'connection closed';
  if (code.startsWith('HPE_')) return 'malformed response';
  if (isTlsFailure(error)) return `TLS failed: ${error.reason}`;
  return REASONS[code] ?? (syscall === undefined ? undefined : `${syscall} failed: ${code}`);
}

/** A host name with several addresses fails with one error for each; the last one is where the attempt ended. */
function failureOfAll(errors: readonly NodeJS.ErrnoException[]): string | undefined {
  // An address that this machine could not try might have answered.
  if (errors.some(isOwnTrouble)) return undefined;
  const last = errors.at(-1);
  return last && networkFailure(last);
}

/** What the peer sent is not TLS, or it broke off with an alert: OpenSSL's own words say which. */
function isTlsFailure(error: Error): error is Error & { readonly reason: string } {
  return 'library' in error && error.library === 'SSL routines' && 'reason' in error && typeof error.reason === 'string';
}
