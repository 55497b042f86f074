import type { EndpointState } from '../model/effective.ts';
import type { TtlRange } from '../model/steering.ts';

export interface TtlDecision {
  readonly seconds: number;
  readonly reason: string;
}

/**
 * The TTL of a steered answer: the longest while every endpoint it depends on is settled, the shortest as soon as one wavers,
 * so that a cached answer is gone about when a failover could first happen. Where an operator's override decides, no verdict does.
 */
export function decideTtl(range: TtlRange, dependsOn: Iterable<EndpointState>): TtlDecision {
  if (range.minSeconds === range.maxSeconds) return { seconds: range.minSeconds, reason: 'fixed' };
  for (const { key, measured, override } of dependsOn) {
    if (measured.wavering && override === undefined)
      return { seconds: range.minSeconds, reason: `min: the verdict on ${key} may change soon (${measured.reason})` };
  }
  return { seconds: range.maxSeconds, reason: 'max: no verdict it depends on is about to change' };
}
