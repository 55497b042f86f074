/**
 * DNS cookies (RFC 7873) that name servers of any make can share (RFC 9018).
 * Hot path: no allocation but once a day; watched by `npm run bench -- responder`.
 */
import { createHmac } from 'node:crypto';
import type { Peer } from './engine.ts';
import { sipHash24, sipKey } from './siphash.ts';

export const CLIENT_COOKIE = 8;
/** Version, 3 reserved octets, timestamp, hash (RFC 9018 section 4). */
const SERVER_COOKIE = 16;
export const WHOLE_COOKIE = CLIENT_COOKIE + SERVER_COOKIE;

/** How old and how far in the future a server cookie may be; one that is older than `RENEW` is renewed (RFC 9018 section 4.3). */
const MAX_AGE = 3600;
const MAX_AHEAD = 300;
const RENEW = 1800;

/** A secret of our own lives a day, and is understood for one more (RFC 7873 section 7.1: 36 days at most). */
const ROTATION_SECONDS = 86_400;

/**
 * What server cookies are made with. `shared`: 16 octets each, the same for all name servers of a zone; the first one makes cookies, all of
 * them are understood, so that one can be replaced step by step (RFC 9018 section 5). `own`: 16 octets from which each day's secret follows.
 */
export type CookieKeys = { readonly shared: readonly Uint8Array[] } | { readonly own: Uint8Array };

/** The COOKIE option of a query. */
export interface Cookie {
  present: boolean;
  /** Octets of client and server cookie as they came: 8, or 16 to 40. */
  length: number;
  /** The first 24 of them; what was not there is left as it was. */
  readonly octets: Uint8Array;
}

/** An empty cookie to fill with `readCookie`. */
export function createCookie(): Cookie {
  return { present: false, length: 0, octets: new Uint8Array(WHOLE_COOKIE) };
}

/** Fills `cookie` from the `size` octets of option data at `at`; false for a length that no cookie has (RFC 7873 section 5.2.2). */
export function readCookie(message: Uint8Array, at: number, size: number, cookie: Cookie): boolean {
  if (size !== CLIENT_COOKIE && (size < 16 || size > 40)) return false;
  cookie.present = true;
  cookie.length = size;
  const kept = Math.min(size, WHOLE_COOKIE);
  for (let i = 0; i < kept; i++) cookie.octets[i] = message[at + i]!;
  return true;
}

/** Makes server cookies and knows them again. */
export class ServerCookies {
  private readonly keys: CookieKeys;
  /** The first one makes cookies. */
  private secrets: readonly Uint32Array[] = [];
  private nowSeconds = 0;
  private period = -1;
  /** Client cookie, first half of the server cookie, client address: what is hashed (RFC 9018 section 4.4). */
  private readonly hashed = new Uint8Array(32);
  private readonly hash = new Uint8Array(8);

  /** Throws RangeError where a secret does not have 16 octets, or there is none. */
  constructor(keys: CookieKeys) {
    this.keys = keys;
    if ('own' in keys) return;
    if (keys.shared.length === 0) throw new RangeError('no cookie secret');
    this.secrets = keys.shared.map(sipKey);
  }

  /** Tells the time, in milliseconds since the epoch. */
  setTime(nowMs: number): void {
    this.nowSeconds = Math.floor(nowMs / 1000);
    if ('shared' in this.keys) return;
    const period = Math.floor(this.nowSeconds / ROTATION_SECONDS);
    if (period === this.period) return;
    this.period = period;
    this.secrets = [secretOf(this.keys.own, period), secretOf(this.keys.own, period - 1)];
  }

  /**
   * Whether the query's cookie has a server cookie that we gave this client, and not too long ago. In any case the cookie becomes the one
   * that the client is to use from now on.
   */
  exchange(cookie: Cookie, peer: Peer): boolean {
    const addressLength = this.gather(cookie, peer);
    const age = (this.nowSeconds - this.timestamp()) | 0;
    const known = cookie.length === WHOLE_COOKIE && this.hashed[8] === 1 && age <= MAX_AGE && age >= -MAX_AHEAD;
    const secret = known ? this.secretOf(cookie.octets, addressLength) : -1;
    if (secret !== 0 || age > RENEW) this.renew(cookie.octets, addressLength);
    return secret >= 0;
  }

  private gather(cookie: Cookie, peer: Peer): number {
    const addressLength = peer.family === 4 ? 4 : 16;
    for (let i = 0; i < 16; i++) this.hashed[i] = cookie.octets[i]!;
    for (let i = 0; i < addressLength; i++) this.hashed[16 + i] = peer.address[i]!;
    return addressLength;
  }

  /** Seconds since the epoch without their high bits: compared as serial numbers (RFC 9018 section 4.3, RFC 1982). */
  private timestamp(): number {
    const octets = this.hashed;
    return (octets[12]! << 24) | (octets[13]! << 16) | (octets[14]! << 8) | octets[15]!;
  }

  /** The number of the secret that the hash was made with; -1: none of ours. */
  private secretOf(octets: Uint8Array, addressLength: number): number {
    for (let i = 0; i < this.secrets.length; i++) {
      sipHash24(this.secrets[i]!, this.hashed, 16 + addressLength, this.hash, 0);
      let difference = 0;
      for (let j = 0; j < 8; j++) difference |= this.hash[j]! ^ octets[16 + j]!;
      if (difference === 0) return i;
    }
    return -1;
  }

  private renew(octets: Uint8Array, addressLength: number): void {
    const hashed = this.hashed;
    hashed[8] = 1;
    hashed[9] = 0;
    hashed[10] = 0;
    hashed[11] = 0;
    for (let i = 0; i < 4; i++) hashed[12 + i] = this.nowSeconds >>> (24 - 8 * i);
    for (let i = 8; i < 16; i++) octets[i] = hashed[i]!;
    sipHash24(this.secrets[0]!, hashed, 16 + addressLength, octets, 16);
  }
}

function secretOf(own: Uint8Array, period: number): Uint32Array {
  return sipKey(createHmac('sha256', own).update(`server cookie ${period}`).digest().subarray(0, 16));
}
