import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextThreshold, type Threshold, type Thresholds } from '../../src/health/threshold.ts';
import type { Verdict } from '../../src/model/health.ts';

const UNKNOWN: Threshold = { verdict: 'unknown', streak: 0 };
const thresholds = fc.record({ fall: fc.integer({ min: 1, max: 5 }), rise: fc.integer({ min: 1, max: 5 }) });
const results = fc.array(fc.boolean(), { maxLength: 60 });

const run = (seen: readonly boolean[], { fall, rise }: Thresholds, from = UNKNOWN) =>
  seen.reduce((state, ok) => nextThreshold(state, ok, { fall, rise }), from);

/** The rule said in another way: after the first result, the last `fall` (or `rise`) results since the last turn decide. */
function reference(seen: readonly boolean[], { fall, rise }: Thresholds): Verdict {
  if (seen.length === 0) return 'unknown';
  let up = seen[0]!;
  let sinceTurn: boolean[] = [];
  for (const ok of seen.slice(1)) {
    sinceTurn.push(ok);
    const need = up ? fall : rise;
    const last = sinceTurn.slice(-need);
    if (last.length === need && last.every(result => result !== up)) {
      up = !up;
      sinceTurn = [];
    }
  }
  return up ? 'up' : 'down';
}

test.each([
  [true, 'up'],
  [false, 'down'],
] as const)('the first result, %s, gives the verdict %s at once', (ok, verdict) => {
  expect(nextThreshold(UNKNOWN, ok, { fall: 3, rise: 3 })).toEqual({ verdict, streak: 0 });
});

test('the verdict is that of the reference for every sequence', () => {
  fc.assert(
    fc.property(results, thresholds, (seen, limits) => {
      expect(run(seen, limits).verdict).toBe(reference(seen, limits));
    }),
  );
});

test('without fall failures or rise successes in a row nothing turns', () => {
  fc.assert(
    fc.property(results, thresholds, fc.constantFrom('up', 'down'), (seen, limits, verdict) => {
      const need = verdict === 'up' ? limits.fall : limits.rise;
      let streak = 0;
      const broken = seen.map(ok => {
        streak = (verdict === 'up') === ok || streak + 1 === need ? 0 : streak + 1;
        return streak === 0 ? verdict === 'up' : ok;
      });
      expect(run(broken, limits, { verdict, streak: 0 }).verdict).toBe(verdict);
    }),
  );
});

test('the streak counts the results against the verdict and stays below what turns it', () => {
  fc.assert(
    fc.property(results, thresholds, (seen, limits) => {
      const { verdict, streak } = run(seen, limits);
      expect(streak).toBeLessThan(verdict === 'up' ? limits.fall : limits.rise);
      if (streak > 0) expect(seen.slice(-streak).every(ok => ok === (verdict === 'down'))).toBe(true);
    }),
  );
});
