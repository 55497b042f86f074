import type { Pool } from '../model/steering.ts';
import type { DrawCache, Family, Outcome, Rule } from './policy.ts';

type Drawn = Map<Pool, { readonly outcome: Outcome | undefined }>;

/** A cache for as long as no state changes. */
export function createDrawCache(): DrawCache {
  const rules = new Map<Rule, Map<Family, Drawn>>();
  const drawnBy = (rule: Rule, family: Family): Drawn => {
    const families = rules.get(rule) ?? new Map<Family, Drawn>();
    rules.set(rule, families);
    const drawn = families.get(family) ?? new Map();
    families.set(family, drawn);
    return drawn;
  };
  return {
    get(pool, { family, rule }, draw) {
      const drawn = drawnBy(rule, family);
      const known = drawn.get(pool) ?? { outcome: draw() };
      drawn.set(pool, known);
      return known.outcome;
    },
  };
}
