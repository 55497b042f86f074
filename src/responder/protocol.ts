/** How the protocol is spoken: what an operator may set, and what a worker is given. */
import { randomBytes, randomInt } from 'node:crypto';
import type { IpPrefix } from '../lib/ip-prefix.ts';
import type { CookieKeys } from './cookie.ts';
import { LOOPBACK, type RateLimit } from './rate-limit.ts';
import { CLASSIC_UDP_SIZE, EDNS_UDP_SIZE, MAX_UDP_ANSWER } from './wire.ts';

export interface ProtocolOptions {
  /** The most that a UDP answer has: 512 to 4096, by default 1232. */
  readonly udpSize?: number | undefined;
  /** 16 octets each, the first makes server cookies; by default one of our own, another each day. */
  readonly cookieSecrets?: readonly Uint8Array[] | undefined;
  /** By default there is no limit. */
  readonly rateLimit?: RateLimitOptions | undefined;
}

export interface RateLimitOptions {
  readonly perSecond: number;
  /** By default 2. */
  readonly slip?: number;
  /** By default the machine itself. */
  readonly exempt?: readonly IpPrefix[];
}

/** What all workers of a responder agree on; can be sent to a thread. */
export interface Protocol {
  readonly udpSize: number;
  /** Undefined: COOKIE is an option that we do not know. */
  readonly cookies: CookieKeys | undefined;
  readonly rateLimit: RateLimit | undefined;
}

/** Neither cookies nor limits. */
export const PLAIN_PROTOCOL: Protocol = { udpSize: EDNS_UDP_SIZE, cookies: undefined, rateLimit: undefined };

/** Draws the secrets that are not given. Throws RangeError for what is out of range. */
export function protocolOf({ udpSize = EDNS_UDP_SIZE, cookieSecrets, rateLimit }: ProtocolOptions = {}): Protocol {
  if (!Number.isInteger(udpSize) || udpSize < CLASSIC_UDP_SIZE || udpSize > MAX_UDP_ANSWER)
    throw new RangeError(`UDP answers of ${udpSize} octets, expected ${CLASSIC_UDP_SIZE} to ${MAX_UDP_ANSWER}`);
  if (cookieSecrets?.length === 0 || cookieSecrets?.some(({ length }) => length !== 16))
    throw new RangeError('cookie secrets have 16 octets, and there is at least one');
  if (rateLimit && !(rateLimit.perSecond >= 1))
    throw new RangeError(`a limit of ${rateLimit.perSecond} answers a second, expected 1 or more`);
  const { perSecond, slip = 2, exempt = LOOPBACK } = rateLimit ?? { perSecond: 0 };
  return {
    udpSize,
    cookies: cookieSecrets ? { shared: cookieSecrets } : { own: randomBytes(32) },
    rateLimit: rateLimit && { perSecond, slip, exempt, seed: randomInt(2 ** 32) },
  };
}
