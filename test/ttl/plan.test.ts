import { describe, expect, test } from 'vitest';
import type { TtlPlan, TtlPlanQuestion } from '../../src/model/ttl-plan.ts';
import { planTtl } from '../../src/ttl/plan.ts';
import type { PlannedRecord } from '../../src/ttl/planned-record.ts';
import { monitor } from '../health/declare.ts';

const web = monitor('web', { confirmMs: 500 });
const RECORD: PlannedRecord = { label: 'www', ttl: { minSeconds: 5, maxSeconds: 60 }, watched: [{ monitor: web, endpoints: 3 }] };
const LOSS_10S: TtlPlanQuestion = { limit: { of: 'expected', ms: 10_000 }, floorSeconds: undefined, vantages: 1 };

function plan(question: Partial<TtlPlanQuestion> = {}, record: Partial<PlannedRecord> = {}): TtlPlan {
  const steps = planTtl({ ...RECORD, ...record }, { ...LOSS_10S, ...question });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

test('what is declared is told with what it costs', () => {
  const { declared, slowest } = plan();
  expect(slowest).toBe('web');
  // 20s is when the verdict could turn first: longer no answer lives.
  expect(declared).toMatchObject({ settledSeconds: 20, doubtedSeconds: 5, aligned: true, detectionMs: 9500, keeps: false });
  expect(declared.probesPerSecond).toBeCloseTo(0.3);
});

test('a monitor that is good enough stays as it is', () => {
  const { chosen, why, yaml } = plan({ limit: { of: 'expected', ms: 20_000 } });
  expect(chosen).toMatchObject({ rhythm: { intervalMs: 10_000, timeoutMs: 2000, fall: 2, confirmMs: 500 }, keeps: true });
  expect(chosen!.expectedMs).toBeLessThanOrEqual(20_000);
  expect(why).toContain('monitor web can stay as it is');
  expect(yaml).toBe('records:\n  www: { ttl: { budget: 20s } }');
});

test('where it is not, the least change is chosen that leaves resolvers in peace, and not one that goes by a single failure', () => {
  const { chosen, why, yaml } = plan();
  expect(chosen).toMatchObject({ rhythm: { fall: 2 }, keeps: true });
  expect(chosen!.settledSeconds).toBeGreaterThanOrEqual(5);
  expect(why).toContain('as declared, monitor web takes 9.5s on average to find a silent failure');
  expect(yaml).toBe('monitors:\n  web: { timeout: 1s }\nrecords:\n  www: { ttl: { budget: 10s } }');
});

test('all choices that keep the limit do, and no other says so', () => {
  const { choices, chosen, best } = plan({ limit: { of: 'worst', ms: 15_000 }, vantages: 3 });
  for (const choice of choices) expect(choice.keeps).toBe(choice.worstMs <= 15_000);
  expect(choices).toContain(chosen);
  expect(Math.min(...choices.map(({ worstMs }) => worstMs))).toBe(best.worstMs);
});

describe('a provider that serves no TTL below 600s', () => {
  test('cannot keep 10s, and the best that can be had is told', () => {
    const { chosen, best, why } = plan({ floorSeconds: 600 });
    expect(chosen).toBeUndefined();
    expect(best).toMatchObject({ settledSeconds: 600, doubtedSeconds: 600, aligned: false });
    expect(best.expectedMs).toBeGreaterThan(300_000);
    expect(why).toContain("cannot: a TTL of 600s, which is the provider's least, costs 300s on average by itself");
  });

  test('can keep six minutes', () => {
    const { chosen, yaml } = plan({ floorSeconds: 600, limit: { of: 'expected', ms: 360_000 } });
    expect(chosen).toMatchObject({ keeps: true, aligned: false });
    expect(yaml).toMatch(/^records:\n {2}www: \{ ttl: \d+\w \}$/);
  });
});

test('of several monitors the slowest is what the choices are of, and another that would be slower then changes with it', () => {
  const slow = monitor('slow', { intervalMs: 30_000, timeoutMs: 5000, confirmMs: 500 });
  const both = [
    { monitor: web, endpoints: 2 },
    { monitor: slow, endpoints: 1 },
  ];
  const { slowest, chosen } = plan({ limit: { of: 'expected', ms: 9000 } }, { watched: both, label: '*.shop' });
  expect(slowest).toBe('slow');
  expect(chosen!.detectionMs).toBeLessThan(9000);
});
