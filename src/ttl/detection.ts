import { JITTER } from '../lib/phase.ts';
import type { Monitor } from '../model/monitor.ts';

/** Of a monitor and the fleet, what decides how soon a failure is known. */
export interface Watch extends Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'confirmMs'> {
  /** How many have a say, at least 1. */
  readonly vantages: number;
  /** How many of them must see an endpoint down, from 1 to `vantages`. */
  readonly needed: number;
}

/** How an endpoint fails: it tells (a refused connection, a wrong status), or is silent, so that each probe waits for its timeout. */
export type Failure = 'told' | 'silent';

/** How soon a failure is known that comes at a moment of its own. All in milliseconds. */
export interface Detection {
  /** How often the fleet looks: the turns of its vantages are evenly spread. */
  readonly lookEveryMs: number;
  /** How long after its turn a look may begin. */
  readonly jitterMs: number;
  /** From the beginning of the first look that fails until that is known: then the endpoint is in doubt. */
  readonly doubtMs: number;
  /** From the beginning of the first look that fails until the endpoint is down. */
  readonly verdictMs: number;
  /** From the failure until the endpoint is down, on average. */
  readonly expectedMs: number;
  /** The same at worst. */
  readonly worstMs: number;
}

/** Doubts are gathered for so long before the other vantages are asked to look … */
const GATHER_MS = 5;

/** … which they are not again within so long, or a timeout. */
const QUIET_MS = 1000;

/**
 * What the health engine and the probes come to. With `n` vantages of interval `I` somebody looks every `E = I / n`, so the first look
 * after a failure begins `E / 2` after it on average, and `E` and its jitter after it at worst. A look takes `p`: the timeout where
 * the endpoint is silent, next to nothing else. When the first look has failed, all other vantages are asked to look. Each of them
 * confirms its failure `confirm` after it, or at its next turn if that comes first, until it has failed `fall` times; the endpoint is
 * down when `needed` vantages have come to that. With one vantage that is `fall × p + (fall − 1) × confirm` after the first look
 * began, or `(fall − 1) × I + p` where failures are not confirmed. What networks and publishing take, some milliseconds, is left out.
 */
export function detect(watch: Watch, failure: Failure): Detection {
  const lookEveryMs = watch.intervalMs / watch.vantages;
  const jitterMs = JITTER * watch.intervalMs;
  const doubtMs = failure === 'silent' ? watch.timeoutMs : 0;
  const verdicts = Array.from({ length: watch.vantages }, (_, place) => seesDownMs(place, watch, doubtMs)).sort((a, b) => a - b);
  const verdictMs = verdicts[watch.needed - 1]!;
  const expectedMs = lookEveryMs / 2 + verdictMs;
  return { lookEveryMs, jitterMs, doubtMs, verdictMs, expectedMs, worstMs: lookEveryMs + jitterMs + verdictMs };
}

/** When the vantage that has its turn `place`-th, from 0, has failed `fall` times, from the beginning of the first of all looks on. */
function seesDownMs(place: number, watch: Watch, probeMs: number): number {
  const { intervalMs, fall, confirmMs = Number.POSITIVE_INFINITY, vantages } = watch;
  const turnMs = (place * intervalMs) / vantages;
  const askedMs = askedAtMs(place, watch, probeMs);
  let beginMs = place === 0 ? 0 : Math.min(turnMs, askedMs);
  for (let failures = 1; failures < fall; failures++) {
    const endMs = beginMs + probeMs;
    const nextTurnMs = turnMs + (Math.floor((beginMs - turnMs) / intervalMs) + 1) * intervalMs;
    const nextAskedMs = askedMs > beginMs ? askedMs : Number.POSITIVE_INFINITY;
    // A look that falls due while one is in flight begins when that has ended.
    beginMs = Math.max(endMs, Math.min(nextTurnMs, nextAskedMs, endMs + confirmMs));
  }
  return beginMs + probeMs;
}

/** When a vantage is asked to look: the first one only by the doubts of others, where those come late enough to be told again. */
function askedAtMs(place: number, { intervalMs, vantages }: Watch, probeMs: number): number {
  if (place > 0) return probeMs + GATHER_MS;
  const othersAsked = ((vantages - 1) * intervalMs) / vantages > probeMs;
  return othersAsked && probeMs >= QUIET_MS ? 2 * (probeMs + GATHER_MS) : Number.POSITIVE_INFINITY;
}
