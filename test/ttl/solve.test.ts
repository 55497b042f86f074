import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveBudget } from '../../src/ttl/budget.ts';
import { type Detection, detect } from '../../src/ttl/detection.ts';
import { lossOf } from '../../src/ttl/loss.ts';
import { remediesOf } from '../../src/ttl/remedies.ts';
import { keeps, type Limit, longestTtl, lossWith, type TtlBounds } from '../../src/ttl/solve.ts';
import { monitor } from '../health/declare.ts';

const web = monitor('web', { confirmMs: 500 });

describe('the loss by the formulas of the page', () => {
  const told = detect({ intervalMs: 10_000, timeoutMs: 2000, fall: 2, confirmMs: 500, vantages: 1, needed: 1 }, 'told');

  test('detection is half an interval and the confirmation', () => expect(told).toMatchObject({ expectedMs: 5500, verdictMs: 500 }));

  test('a fixed TTL adds half of it, and at worst all of it', () => {
    const loss = lossOf(told, { settledSeconds: 20, doubtedSeconds: 20, alignedAfterMs: undefined });
    expect(loss).toMatchObject({ expectedMs: 15_500, worstMs: told.worstMs + 20_000, queriesPerHour: 180 });
  });

  test('aligned, half a look less of it is lost', () => {
    const [plain, aligned] = [undefined, 900].map(alignedAfterMs =>
      lossOf(told, { settledSeconds: 20, doubtedSeconds: 1, alignedAfterMs }),
    );
    expect(plain!.expectedMs - aligned!.expectedMs).toBeGreaterThan(4000 - 1000);
    expect(aligned!.queriesPerHour).toBeCloseTo(180, 0);
  });
});

const detections: fc.Arbitrary<Detection> = fc
  .record({
    intervalMs: fc.integer({ min: 5, max: 300 }).map(tenths => tenths * 100),
    timeoutMs: fc.integer({ min: 1, max: 30 }).map(tenths => tenths * 100),
    fall: fc.integer({ min: 1, max: 4 }),
    confirmMs: fc.constantFrom(undefined, 100, 500),
    vantages: fc.integer({ min: 1, max: 5 }),
  })
  .map(watch => ({ ...watch, timeoutMs: Math.min(watch.timeoutMs, watch.intervalMs), needed: Math.floor(watch.vantages / 2) + 1 }))
  .chain(watch => fc.constantFrom('told' as const, 'silent' as const).map(failure => detect(watch, failure)));

const limits: fc.Arbitrary<Limit> = fc.record({ of: fc.constantFrom('expected', 'worst'), ms: fc.integer({ min: 1000, max: 60_000 }) });

const allBounds: fc.Arbitrary<TtlBounds> = fc.record({
  leastSeconds: fc.integer({ min: 1, max: 5 }),
  mostSeconds: fc.integer({ min: 5, max: 200 }),
  doubtedSeconds: fc.constantFrom(undefined, 1, 5),
  alignedAfterMs: fc.constantFrom(undefined, 400, 900),
});

test('the TTL found keeps the limit, and none that is longer by a second or by a look does where answers are not aligned', () => {
  fc.assert(
    fc.property(detections, limits, allBounds, (detection, limit, bounds) => {
      const found = longestTtl(detection, limit, bounds);
      if (found) {
        expect(keeps(found.loss, limit)).toBe(true);
        expect(found.loss).toEqual(lossWith(detection, found.seconds, bounds));
        expect(found.seconds).toBeGreaterThanOrEqual(bounds.leastSeconds);
        expect(found.seconds).toBeLessThanOrEqual(bounds.mostSeconds);
      }
      if (bounds.alignedAfterMs !== undefined) return;
      for (let seconds = (found?.seconds ?? bounds.leastSeconds - 1) + 1; seconds <= bounds.mostSeconds; seconds++) {
        expect(keeps(lossWith(detection, seconds, bounds), limit)).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('no failure costs less on average than it takes to find out, nor more at worst than that and the longest answer', () => {
  fc.assert(
    fc.property(detections, allBounds, fc.integer({ min: 5, max: 100 }), (detection, bounds, seconds) => {
      const { expectedMs, worstMs, queriesPerHour } = lossWith(detection, seconds, bounds);
      expect(expectedMs).toBeGreaterThanOrEqual(detection.expectedMs - 1);
      expect(worstMs).toBeGreaterThanOrEqual(expectedMs);
      expect(worstMs).toBeLessThanOrEqual(detection.worstMs + 1000 * seconds + 1000);
      expect(queriesPerHour).toBeGreaterThanOrEqual(0.95 * (3600 / seconds));
    }),
    { numRuns: 200 },
  );
});

describe('a budget', () => {
  const question = {
    budget: { of: 'expected', ms: 12_000, vantages: 1 },
    monitors: [web],
    doubtedSeconds: 5,
    leastSeconds: 1,
    mostSeconds: 600,
    align: 'off',
  } as const;

  test('counts on the slowest monitor', () => {
    const slow = monitor('slow', { intervalMs: 12_000, confirmMs: 500 });
    const [alone, both] = [[web], [web, slow]].map(monitors => solveBudget({ ...question, monitors }));
    expect(alone).toEqual({ kind: 'kept', seconds: 5 });
    expect(both).toEqual({ kind: 'kept', seconds: 3 });
  });

  test('that is not kept is answered with what would keep it, each as small a change as is enough', () => {
    const unmet = { ...question, budget: { ...question.budget, ms: 8000 } };
    expect(solveBudget(unmet)).toMatchObject({ kind: 'unmet', slowest: { name: 'web' }, least: { expectedMs: 10_000 } });
    const remedies = remediesOf(unmet);
    expect(remedies.map(({ change, to }) => `${change} ${to}`)).toEqual(['interval 5000', 'timeout 1000', 'fall 1', 'vantages 5']);
  });
});
