/**
 * Response rate limiting: answers of one kind to one prefix leak out of a bucket at a steady rate; what comes faster than that for longer than
 * a second is most likely not wanted by whom it goes to. Fixed memory: a bucket that is not found takes the place of the emptiest of its set.
 * Hot path: typed arrays, no allocation; watched by `npm run bench -- responder`.
 */
import { contains, type IpPrefix } from '../lib/ip-prefix.ts';
import type { Peer } from './engine.ts';

/** What is limited apart from the rest. */
export const ANSWER_KIND = { ANSWER: 0, NEGATIVE: 1, REFERRAL: 2, ERROR: 3 } as const;

export const LIMIT = { PASS: 0, DROP: 1, SLIP: 2 } as const;

export interface RateLimit {
  /** Answers of one kind in a second to one prefix: /24 of IPv4, /56 of IPv6. */
  readonly perSecond: number;
  /** Of the answers above that, one in so many is still sent, with TC: who really asked comes back over TCP. 0: none. */
  readonly slip: number;
  /** Who is not limited. */
  readonly exempt: readonly IpPrefix[];
  /** 32 random bits: strangers cannot choose addresses whose buckets collide. */
  readonly seed: number;
}

/** Whoever asks from the machine itself is not limited by default. */
export const LOOPBACK: readonly IpPrefix[] = [
  { address: Uint8Array.of(127, 0, 0, 0), length: 8 },
  { address: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), length: 128 },
];

/** Buckets of one worker, in sets of `WAYS`: about 1.3 MB. */
const BUCKETS = 1 << 16;
const WAYS = 4;
/** What an answer puts into its bucket, from which `perSecond` leaks in a millisecond: whole numbers, so that nothing is lost. */
const ANSWER = 1000;

export class RateLimiter {
  private readonly perSecond: number;
  private readonly slip: number;
  private readonly exempt: readonly IpPrefix[];
  private readonly seed: number;
  private readonly keys = new Int32Array(BUCKETS);
  /** What is in the bucket, at `times`. */
  private readonly levels = new Float64Array(BUCKETS);
  /** Milliseconds without their high bits. */
  private readonly times = new Uint32Array(BUCKETS);
  /** Limited answers since the last that was let slip. */
  private readonly limited = new Uint32Array(BUCKETS);
  private nowMs = 0;

  constructor({ perSecond, slip, exempt, seed }: RateLimit) {
    this.perSecond = perSecond;
    this.slip = slip;
    this.exempt = exempt;
    this.seed = seed;
  }

  setTime(nowMs: number): void {
    this.nowMs = nowMs >>> 0;
  }

  /** What becomes of an answer of `kind` to `peer`; `zone` is a hash of what else tells answers apart, or 0. */
  check(peer: Peer, kind: number, zone: number): number {
    const bucket = this.find(this.keyOf(peer, kind, zone));
    const level = this.levelNow(bucket);
    this.times[bucket] = this.nowMs;
    // What is not sent does not fill the bucket: a steady flood gets its rate, and its end is the end of it.
    const full = level + ANSWER > ANSWER * this.perSecond;
    this.levels[bucket] = full ? level : level + ANSWER;
    if (!full || this.isExempt(peer)) return LIMIT.PASS;
    if (this.slip === 0) return LIMIT.DROP;
    const limited = this.limited[bucket]! + 1;
    this.limited[bucket] = limited % this.slip;
    return limited % this.slip === 0 ? LIMIT.SLIP : LIMIT.DROP;
  }

  private keyOf(peer: Peer, kind: number, zone: number): number {
    const octets = peer.family === 4 ? 3 : 7;
    let hash = this.seed ^ zone ^ Math.imul(kind + 4 * peer.family, 0x9e3779b1);
    for (let i = 0; i < octets; i++) hash = mix(hash ^ peer.address[i]!);
    // 0 marks a bucket that was never used. Signed, as a number above 2^31 would be put on the heap to be handed over.
    return mix(hash ^ (hash >>> 15)) || 1;
  }

  private find(key: number): number {
    const first = (Math.imul(key, 0x85ebca6b) >>> 14) & (BUCKETS - WAYS);
    let emptiest = first;
    let least = Number.POSITIVE_INFINITY;
    for (let bucket = first; bucket < first + WAYS; bucket++) {
      if (this.keys[bucket] === key) return bucket;
      const level = this.keys[bucket] === 0 ? -1 : this.levelNow(bucket);
      if (level >= least) continue;
      least = level;
      emptiest = bucket;
    }
    this.keys[emptiest] = key;
    this.levels[emptiest] = 0;
    this.limited[emptiest] = 0;
    this.times[emptiest] = this.nowMs;
    return emptiest;
  }

  /** A clock that was set back leaks nothing. */
  private levelNow(bucket: number): number {
    const elapsedMs = Math.max(0, (this.nowMs - this.times[bucket]!) | 0);
    return Math.max(0, this.levels[bucket]! - elapsedMs * this.perSecond);
  }

  private isExempt(peer: Peer): boolean {
    for (let i = 0; i < this.exempt.length; i++) if (contains(this.exempt[i]!, peer.family, peer.address)) return true;
    return false;
  }
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 13);
}
