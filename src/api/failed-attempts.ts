import { formatIp, parseIp } from '../lib/ip-address.ts';

/** One failed attempt among those of its address. */
export interface Attempt {
  /** Counts from 1 within a minute. */
  readonly number: number;
  readonly limited: boolean;
  /** When the minute is over and it may be tried again. */
  readonly retryAfterSeconds: number;
  /** How many there were before, since the first of the minute before. */
  readonly unseen: number;
}

const MOST = 20;
const MINUTE_MS = 60_000;
/** The oldest are forgotten above it, so that a flood from everywhere takes no more than about a megabyte. */
const MAX_ADDRESSES = 10_000;

/** Attempts with a wrong token, by address: an IPv4 one, or the /64 of an IPv6 one, which one client has to itself. */
export class FailedAttempts {
  readonly #minutes = new Map<string, { readonly sinceMs: number; count: number }>();

  get size(): number {
    return this.#minutes.size;
  }

  /** Counts one more of `address` at `nowMs`, which never goes backwards. */
  note(address: string, nowMs: number): Attempt {
    const key = blockOf(address);
    const last = this.#minutes.get(key);
    const goesOn = last !== undefined && nowMs - last.sinceMs < MINUTE_MS;
    const minute = goesOn ? last : this.#begin(key, nowMs);
    minute.count++;
    return {
      number: minute.count,
      limited: minute.count > MOST,
      retryAfterSeconds: Math.ceil((minute.sinceMs + MINUTE_MS - nowMs) / 1000),
      unseen: goesOn || last === undefined ? 0 : last.count - 1,
    };
  }

  #begin(key: string, nowMs: number): { readonly sinceMs: number; count: number } {
    const minute = { sinceMs: nowMs, count: 0 };
    this.#minutes.delete(key);
    this.#minutes.set(key, minute);
    if (this.#minutes.size > MAX_ADDRESSES) this.#minutes.delete(this.#minutes.keys().next().value!);
    return minute;
  }
}

function blockOf(address: string): string {
  const octets = parseIp(address.replace(/^::ffff:(?=\d+\.)/i, ''));
  if (octets?.length !== 16) return address.replace(/^::ffff:(?=\d+\.)/i, '');
  return `${formatIp(octets.map((octet, i) => (i < 8 ? octet : 0)))}/64`;
}
