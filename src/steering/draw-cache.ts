import { knownOr } from '../lib/known-or.ts';
import type { Pool } from '../model/steering.ts';
import type { DrawCache, Family, Outcome, PoolDraws, Rule } from './policy.ts';

/** A cache for as long as no state changes. */
export function createDrawCache(): DrawCache {
  const rules = new Map<Rule, Map<Family, PoolDraws>>();
  return {
    drawsUnder: (rule, family) =>
      knownOr(
        knownOr(rules, rule, () => new Map<Family, PoolDraws>()),
        family,
        poolDraws,
      ),
  };
}

function poolDraws(): PoolDraws {
  const drawn = new Map<Pool, { readonly outcome: Outcome | undefined }>();
  return { of: (pool, draw) => knownOr(drawn, pool, () => ({ outcome: draw() })).outcome };
}
