import type { Address } from '../../src/model/steering.ts';
import { hostOf } from '../connection.ts';
import { printable } from '../printable.ts';

/** One request of a chain of redirects. */
export interface HttpHop {
  readonly secure: boolean;
  /** Where to connect; the host is the endpoint throughout. */
  readonly port: number;
  /** The Host header (RFC 9110 section 7.2). */
  readonly authority: string;
  readonly method: string;
  readonly path: string;
}

/** Where a response sends on to. */
export interface Redirect {
  readonly status: number;
  /** Its Location header, as it came. */
  readonly location: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The redirect that a status and a Location header make (RFC 9110 section 15.4); undefined where they make none. */
export function redirectOf(status: number, location: string | undefined): Redirect | undefined {
  return location !== undefined && REDIRECTS.has(status) ? { status, location } : undefined;
}

/**
 * The request that follows a redirect, or why it is not followed. It goes to the endpoint again, by the same name: another host would
 * tell nothing of the endpoint, and must not see the monitor's headers; nor must anybody on the way to plain http.
 */
export function nextHop(hop: HttpHop, { status, location }: Redirect): HttpHop | string {
  const base = `${hop.secure ? 'https' : 'http'}://${hop.authority}${hop.path}`;
  if (!URL.canParse(location, base)) return 'malformed redirect';
  const from = new URL(base);
  const to = new URL(location, base);
  const secure = to.protocol === 'https:';
  if (!secure && to.protocol !== 'http:') return 'malformed redirect';
  if (to.hostname !== from.hostname) return `redirect to another host, ${printable(to.hostname)}`;
  if (hop.secure && !secure) return 'redirect from https to http';
  const next = { secure, method: nextMethod(hop.method, status), path: `${to.pathname}${to.search}` };
  // Behind a translation of ports the name's own port is not the endpoint's.
  if (to.origin === from.origin) return { ...hop, ...next };
  return { ...next, authority: to.host, port: Number(to.port || (secure ? 443 : 80)) };
}

/** The Host header for an endpoint that has no other name than its address. */
export function authorityOf(address: Address, port: number, secure: boolean): string {
  const host = address.family === 'ipv6' ? `[${hostOf(address)}]` : hostOf(address);
  return port === (secure ? 443 : 80) ? host : `${host}:${port}`;
}

/** RFC 9110 sections 15.4.2 to 15.4.4: what follows is a GET, but for HEAD, and for POST only after these. */
function nextMethod(method: string, status: number): string {
  if (status === 303) return method === 'HEAD' ? 'HEAD' : 'GET';
  return method === 'POST' && (status === 301 || status === 302) ? 'GET' : method;
}
