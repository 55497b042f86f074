import { expect, test } from 'vitest';
import { describeDrained } from '../../src/serving/exposing.ts';
import { exposureMetrics } from '../../src/serving/exposure-metrics.ts';
import { inSlices } from '../../src/serving/in-slices.ts';
import { sampleDeclared } from '../api/sample.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';
import { SERVED_MS, sampleDrain } from '../support/sample-drain.ts';

test('exposure is told by pool, an address once', async () => {
  const clock = fakeClock();
  const answers = new MemoryAnswers(clock);
  answers.give('203.0.113.10', 5, 4);
  clock.advance(6000);
  answers.give('203.0.113.10', 30, 2);
  answers.give('203.0.113.11', 60, 1);
  const facts = { given: answers.read(), states: statesOf(sampleDeclared()), drains: [sampleDrain()] };
  const metrics = await inSlices(exposureMetrics(facts), clock);
  expect(Object.fromEntries(metrics.map(({ name, type }) => [name, type]))).toEqual({
    meridian_exposure_answers: 'gauge',
    meridian_exposure_run_out_seconds: 'gauge',
    meridian_answers_given_total: 'counter',
    meridian_drains_running: 'gauge',
  });
  const hangzhou = metrics.map(({ samples }) => samples.find(({ labels }) => labels.pool === 'web-hangzhou')?.value ?? samples[0]?.value);
  expect(hangzhou).toEqual([3, 60, 7, 1]);
  expect(metrics[0]!.samples.map(({ labels }) => labels)).toContainEqual({ zone: 'example.com', pool: 'sorry-page' });
});

test('the log tells of a drain that came to its end, and of nothing else', () => {
  const drained = { kind: 'drained', atMs: SERVED_MS + 60_000 } as const;
  expect(describeDrained(sampleDrain({ end: drained, givenSince: 2 }))).toBe(
    'example.com/web-hangzhou/a is drained: 100 answers have run out, half after 10.0 s, 90 % after 30.0 s, 99 % after 50.0 s, the last after 60.0 s; 2 more answers with its addresses were given meanwhile',
  );
  expect(describeDrained(sampleDrain({ end: { kind: 'given-again', atMs: SERVED_MS } }))).toBeUndefined();
  expect(describeDrained(sampleDrain({ answers: 0, runOut: undefined, end: drained }))).toBeUndefined();
});
