import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextThreshold, type Threshold, type Thresholds } from '../../src/health/threshold.ts';
import type { Verdict } from '../../src/model/health.ts';

const UNKNOWN: Threshold = { verdict: 'unknown', streak: 0 };
const thresholds = fc.record({ fall: fc.integer({ min: 1, max: 5 }), rise: fc.integer({ min: 1, max: 5 }) });
const results = fc.array(fc.boolean(), { maxLength: 60 });

const run = (seen: readonly boolean[], { fall, rise }: Thresholds, from = UNKNOWN) =>
  seen.reduce((state, ok) => nextThreshold(state, ok, { fall, rise }), from);

/** The rule said in another way: unknown until a success or `fall` failures; then the last `fall` (or `rise`) results since the last turn decide. */
function reference(seen: readonly boolean[], { fall, rise }: Thresholds): Verdict {
  const success = seen.indexOf(true);
  const begins = success >= 0 && success < fall ? success : fall - 1;
  if (seen.length <= begins) return 'unknown';
  let up = seen[begins]!;
  let sinceTurn: boolean[] = [];
  for (const ok of seen.slice(begins + 1)) {
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

test('where nothing is known, one success is enough; down takes as many failures as ever', () => {
  const limits = { fall: 3, rise: 3 };
  expect(nextThreshold(UNKNOWN, true, limits)).toEqual({ verdict: 'up', streak: 0 });
  expect(run([false, false], limits)).toEqual({ verdict: 'unknown', streak: 2 });
  expect(run([false, false, false], limits)).toEqual({ verdict: 'down', streak: 0 });
  expect(run([false, false, true], limits)).toEqual({ verdict: 'up', streak: 0 });
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
      expect(streak).toBeLessThan(verdict === 'down' ? limits.rise : limits.fall);
      if (streak > 0) expect(seen.slice(-streak).every(ok => ok === (verdict === 'down'))).toBe(true);
    }),
  );
});
