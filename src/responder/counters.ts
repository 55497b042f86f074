/**
 * What one worker counts, in memory that the main thread reads at any time. One writer a block, so that a plain increment is enough;
 * a reader may see a query whose answer is not yet counted.
 */
import { RCODE } from '../lib/rcode.ts';

/** Where each counter stands in a block. Answers by RCODE follow from `RCODE_BASE` on. */
export const COUNTER = {
  UDP4: 0,
  UDP6: 1,
  TCP4: 2,
  TCP6: 3,
  TRUNCATED: 4,
  DROPPED: 5,
  FAULTS: 6,
  SEND_ERRORS: 7,
  TCP_CONNECTIONS: 8,
  TCP_REFUSED: 9,
  RECEIVE_ERRORS: 10,
  RATE_DROPPED: 11,
  RATE_SLIPPED: 12,
} as const;

const RCODE_BASE = 16;
const RCODE_COUNT = 24;

/** A block of counters: 40 doubles in shared memory. */
export type Counters = Float64Array<SharedArrayBuffer>;

export function createCounters(): Counters {
  return new Float64Array(new SharedArrayBuffer((RCODE_BASE + RCODE_COUNT) * Float64Array.BYTES_PER_ELEMENT));
}

/** Adds one to a counter of `COUNTER`. */
export function count(counters: Counters, counter: number): void {
  counters[counter] = counters[counter]! + 1;
}

/** Counts a UDP query that is met with silence before anybody looks into it. */
export function countUnanswered(counters: Counters, family: 4 | 6): void {
  count(counters, family === 4 ? COUNTER.UDP4 : COUNTER.UDP6);
  count(counters, COUNTER.DROPPED);
}

/** Adds one to the answers with `rcode`, 0 to 23. */
export function countRcode(counters: Counters, rcode: number): void {
  counters[RCODE_BASE + rcode] = counters[RCODE_BASE + rcode]! + 1;
}

/** The sums over all workers since the responder started. `queries` is the sum of `answers` and `dropped`. */
export interface CounterValues {
  readonly queries: readonly { readonly transport: 'udp' | 'tcp'; readonly family: 'ipv4' | 'ipv6'; readonly value: number }[];
  readonly answers: readonly { readonly rcode: string; readonly value: number }[];
  /** Answers with TC. */
  readonly truncated: number;
  /** Packets that were met with silence. */
  readonly dropped: number;
  /** Queries whose look-up threw, each answered with SERVFAIL. */
  readonly faults: number;
  /** UDP answers that the machine did not take. */
  readonly sendErrors: number;
  /** Failures that the machine told of instead of a UDP query. */
  readonly receiveErrors: number;
  readonly tcpConnections: number;
  /** Connections over the limit, closed at once. */
  readonly tcpRefused: number;
  /** Workers that died, or were ended because they hung, and were replaced. */
  readonly workerRestarts: number;
  /** Answers that were too many for their prefix: not sent (counted as dropped too), or sent empty, with TC or BADCOOKIE. */
  readonly rateLimited: { readonly dropped: number; readonly slipped: number };
}

/** What the workers have counted; of their deaths the main thread keeps count. */
export function sumCounters(blocks: readonly Counters[], workerRestarts = 0): CounterValues {
  const sum = (counter: number) => blocks.reduce((total, block) => total + block[counter]!, 0);
  return {
    queries: [
      { transport: 'udp', family: 'ipv4', value: sum(COUNTER.UDP4) },
      { transport: 'udp', family: 'ipv6', value: sum(COUNTER.UDP6) },
      { transport: 'tcp', family: 'ipv4', value: sum(COUNTER.TCP4) },
      { transport: 'tcp', family: 'ipv6', value: sum(COUNTER.TCP6) },
    ],
    answers: Object.entries(RCODE).map(([name, rcode]) => ({ rcode: name, value: sum(RCODE_BASE + rcode) })),
    truncated: sum(COUNTER.TRUNCATED),
    dropped: sum(COUNTER.DROPPED),
    faults: sum(COUNTER.FAULTS),
    sendErrors: sum(COUNTER.SEND_ERRORS),
    receiveErrors: sum(COUNTER.RECEIVE_ERRORS),
    tcpConnections: sum(COUNTER.TCP_CONNECTIONS),
    tcpRefused: sum(COUNTER.TCP_REFUSED),
    workerRestarts,
    rateLimited: { dropped: sum(COUNTER.RATE_DROPPED), slipped: sum(COUNTER.RATE_SLIPPED) },
  };
}
