import type { LossBudget, TtlRange } from '../model/steering.ts';
import type { Prospect } from './prospect.ts';

/** How long an answer may be cached. */
export interface TtlDecision {
  /** Seconds at most. */
  readonly seconds: number;
  /** Seconds that it may be shortened to, so that it runs out just after a look at what it gives; `seconds` where it is not. */
  readonly leastSeconds: number;
  /** It runs out by then, whatever else holds: milliseconds since the epoch. Undefined: nothing is planned. */
  readonly notAfterMs: number | undefined;
  readonly reason: TtlReason;
}

/** What decided: see `sayTtl`. */
export type TtlReason =
  | { readonly kind: 'asked'; readonly by: NonNullable<Prospect['asked']> }
  | { readonly kind: 'fixed' }
  | { readonly kind: 'doubt'; readonly by: NonNullable<Prospect['doubt']> }
  | { readonly kind: 'turn'; readonly by: NonNullable<Prospect['soonest']>; readonly bound: 'min' | 'max' | undefined }
  | { readonly kind: 'settled' }
  | { readonly kind: 'budget'; readonly budget: LossBudget };

/**
 * The TTL of a steered answer. What an operator's override asks for holds, else what is fixed. Else it is the shortest as soon as one verdict
 * that it depends on is in doubt, or has turned lately, and else as long as no verdict can turn within it, so that a cached answer is
 * gone about when a failover could first happen. One that was found for a budget is as long as that allows: it counts on no more. An answer that gives what ends at a planned moment is gone by then.
 */
export function decideTtl({ minSeconds, maxSeconds, align = 'probes', budget }: TtlRange, prospect: Prospect): TtlDecision {
  const { asked, doubt, soonest, planned } = prospect;
  if (asked) return { ...still(asked.seconds), reason: { kind: 'asked', by: asked } };
  if (minSeconds === maxSeconds && !budget) return { ...still(minSeconds), reason: { kind: 'fixed' } };
  const notAfterMs = planned?.atMs;
  if (doubt) return { ...still(minSeconds), notAfterMs, reason: { kind: 'doubt', by: doubt } };
  if (!soonest) return { ...still(maxSeconds), notAfterMs, reason: { kind: 'settled' } };
  const leastSeconds = align === 'off' ? undefined : minSeconds;
  if (budget) return { seconds: maxSeconds, leastSeconds: leastSeconds ?? maxSeconds, notAfterMs, reason: { kind: 'budget', budget } };
  const turns = Math.floor(soonest.inMs / 1000);
  const seconds = Math.min(maxSeconds, Math.max(minSeconds, turns));
  const bound = turns === seconds ? undefined : turns < seconds ? 'min' : 'max';
  return { seconds, leastSeconds: leastSeconds ?? seconds, notAfterMs, reason: { kind: 'turn', by: soonest, bound } };
}

/** Always the same. */
function still(seconds: number) {
  return { seconds, leastSeconds: seconds, notAfterMs: undefined };
}
