import type { Pool } from '../model/steering.ts';
import type { DrawCache, Family, Outcome, Walk } from './policy.ts';

type Drawn = Map<Pool, { readonly outcome: Outcome | undefined }>;

/** A cache for as long as no state changes. */
export function createDrawCache(): DrawCache {
  const rules = new Map<Walk['eligible'], Map<Family, Drawn>>();
  const drawnBy = (eligible: Walk['eligible'], family: Family): Drawn => {
    const families = rules.get(eligible) ?? new Map<Family, Drawn>();
    rules.set(eligible, families);
    const drawn = families.get(family) ?? new Map();
    families.set(family, drawn);
    return drawn;
  };
  return {
    get(pool, { family, eligible }, draw) {
      const drawn = drawnBy(eligible, family);
      const known = drawn.get(pool) ?? { outcome: draw() };
      drawn.set(pool, known);
      return known.outcome;
    },
  };
}
