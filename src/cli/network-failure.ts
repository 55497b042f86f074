/** What could not be called, and how. */
export interface FailedCall {
  readonly url: string;
  /** Whether the call was to change something. */
  readonly changes: boolean;
  /** How long an answer was waited for. */
  readonly patienceMs: number;
}

/** Why a call got no answer, in a sentence with the address and with what to look at. `error` is what `fetch` or reading the body threw. */
export function presentNetworkFailure({ url, changes, patienceMs }: FailedCall, error: unknown): string {
  const { isSent, text } = explain(url, patienceMs, error as Error);
  return isSent && changes ? `${text}\nwhether it was done is not known; ./meridian status shows what is in force` : text;
}

interface Explained {
  /** Whether the server may have got the call. */
  readonly isSent: boolean;
  readonly text: string;
}

interface Cause {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
}

function explain(url: string, patienceMs: number, error: Error): Explained {
  if (error.name === 'TimeoutError')
    return sent(`Meridian at ${url} did not answer within ${patienceMs / 1000} s: it may hang or be busy, or a firewall drops the call`);
  const cause: Cause = error.cause ?? error;
  const { name, code = '' } = cause;
  if (BEFORE[code]) return notSent(BEFORE[code](url));
  if (CLOSED.has(code))
    return sent(
      `what listens at ${url} closed the connection in the middle: is it Meridian's API? --api says where that is, its log may say why${mayWantTls(url)}`,
    );
  if (name === 'HTTPParserError' || /^(HPE|Z)_|^UND_ERR_HEADERS/.test(code))
    return sent(`what listens at ${url} does not speak HTTP: --api says where Meridian has its API`);
  if (/^ERR_SSL|^EPROTO$/.test(code))
    return notSent(`what listens at ${url} does not speak TLS: use http:// in --api, or have the server speak it, see serve --api-cert`);
  if (/CERT|UNABLE_TO_|CRL/.test(code)) return notSent(untrusted(url, cause));
  if (cause.message === 'bad port')
    return notSent(`no HTTP client calls the port of ${url}: have the API listen on another, see serve --api`);
  return sent(`the call to ${url} failed (${cause.message ?? code}): is --api right?`);
}

function sent(text: string): Explained {
  return { isSent: true, text };
}

function notSent(text: string): Explained {
  return { isSent: false, text };
}

/** A server that speaks TLS closes on who does not. */
function mayWantTls(url: string): string {
  return url.startsWith('http:') ? '; if it speaks TLS, use https:// in --api' : '';
}

function noWay(url: string): string {
  return `there is no way from here to ${url}: is --api right, and the network up?`;
}

function noReply(url: string): string {
  return `nothing answers at ${url}: is --api right, and is there a firewall between?`;
}

/** What goes wrong before a call is sent, by the code of the system. */
const BEFORE: Readonly<Record<string, (url: string) => string>> = {
  ECONNREFUSED: url => `no Meridian answers at ${url}: is it running? ./meridian serve starts it, --api says where it is`,
  ENOTFOUND: url => `there is no host ${new URL(url).hostname}, so that ${url} cannot be called: is --api right?`,
  EAI_AGAIN: url =>
    `the address of ${new URL(url).hostname} could not be looked up to call ${url}: do the name servers of this machine work?`,
  EHOSTUNREACH: noWay,
  EHOSTDOWN: noWay,
  ENETUNREACH: noWay,
  ENETDOWN: noWay,
  EADDRNOTAVAIL: noWay,
  ETIMEDOUT: noReply,
  UND_ERR_CONNECT_TIMEOUT: noReply,
};

const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNABORTED', 'EPIPE']);

function untrusted(url: string, { message = '' }: Cause): string {
  const why = message.split(';', 1)[0];
  return `the certificate of ${url} is not trusted (${why}): is --api right? --ca names a file with the authority to trust`;
}
