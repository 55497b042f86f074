import { describe, expect, test } from 'vitest';
import type { Need } from '../../src/model/monitor.ts';
import type { TtlRange } from '../../src/model/steering.ts';
import { detect, type Failure, type Watch } from '../../src/ttl/detection.ts';
import { type AnswerTtls, lossOf } from '../../src/ttl/loss.ts';
import { alignedAfterMs, watchOf } from '../../src/ttl/watch.ts';
import { monitor } from '../health/declare.ts';
import { lossesOf } from './caches.ts';
import { failingFleet } from './failing-fleet.ts';

/** So much the model may be off: what is measured has chance in it, and the jitter of every look. */
const OFF = 0.05;

const MAJORITY: Need = { kind: 'majority' };
const ANY: Need = { kind: 'any' };

const RHYTHMS = [
  { intervalMs: 10_000, timeoutMs: 2000, fall: 2, confirmMs: 500, vantages: 1, need: MAJORITY },
  { intervalMs: 5000, timeoutMs: 1000, fall: 3, confirmMs: undefined, vantages: 1, need: MAJORITY },
  { intervalMs: 3000, timeoutMs: 2000, fall: 1, confirmMs: undefined, vantages: 1, need: MAJORITY },
  { intervalMs: 10_000, timeoutMs: 2000, fall: 2, confirmMs: 500, vantages: 3, need: MAJORITY },
  { intervalMs: 12_000, timeoutMs: 2000, fall: 2, confirmMs: undefined, vantages: 3, need: MAJORITY },
  { intervalMs: 10_000, timeoutMs: 3000, fall: 3, confirmMs: 1000, vantages: 2, need: ANY },
];

const RANGES: readonly TtlRange[] = [
  { minSeconds: 6, maxSeconds: 6 },
  { minSeconds: 2, maxSeconds: 20, align: 'off' },
  { minSeconds: 1, maxSeconds: 10 },
  { minSeconds: 2, maxSeconds: 4 },
];

describe.each(['told', 'silent'] satisfies Failure[])('the model agrees with the engine where failures are %s', failure => {
  test.each(RHYTHMS)('interval $intervalMs, fall $fall, confirm $confirmMs, $vantages vantages', async ({ need, vantages, ...rhythm }) => {
    const quorum = { need, perRegion: undefined };
    const courses = await failingFleet({ ...rhythm, quorum, vantages, failure });
    const watch = watchOf(monitor('web', { ...rhythm, quorum }), vantages);
    const detection = detect(watch, failure);
    const detected = courses.map(({ failedAtMs, known }) => known.find(({ measured }) => measured.verdict === 'down')!.fromMs - failedAtMs);
    agree(detected, detection);
    for (const range of RANGES) agree(lossesOf(courses, range), lossOf(detection, ttlsOf(range, watch)));
  });
});

/** What answers carry: see `decideTtl`. */
function ttlsOf(range: TtlRange, watch: Watch): AnswerTtls {
  const { minSeconds: doubtedSeconds, maxSeconds } = range;
  if (doubtedSeconds === maxSeconds) return { settledSeconds: maxSeconds, doubtedSeconds, alignedAfterMs: undefined };
  const settledSeconds = Math.min(maxSeconds, Math.floor((watch.fall * watch.intervalMs) / 1000));
  return { settledSeconds, doubtedSeconds, alignedAfterMs: alignedAfterMs(watch, range.align) };
}

/** The mean as foretold, and the worst near the worst that is foretold and not beyond. */
function agree(measured: readonly number[], { expectedMs, worstMs }: { readonly expectedMs: number; readonly worstMs: number }): void {
  expect(Math.abs(mean(measured) / expectedMs - 1)).toBeLessThan(OFF);
  const worst = Math.max(...measured);
  expect(worst).toBeLessThanOrEqual(worstMs);
  expect(worst).toBeGreaterThan(0.85 * worstMs);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
