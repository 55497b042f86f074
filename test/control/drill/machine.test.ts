import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begin, type DrillEffect, type DrillEvent, type Moment, type Running, step } from '../../../src/control/drill/machine.ts';
import type { DrainFigures, DrillPhase } from '../../../src/model/drill.ts';
import { sampleDrill } from './sample-drill.ts';

const at = (elapsedMs: number): Moment => ({ nowMs: 1000 + elapsedMs, elapsedMs });
const figures = (from: number): DrainFigures => ({
  by: 'answers',
  answers: 10,
  halfAtMs: from + 1000,
  ninetyAtMs: from + 2000,
  ninetyNineAtMs: from + 3000,
  allAtMs: from + 3000,
});
const LAID: DrillEvent = { kind: 'laid', generation: 7, drain: figures(1100) };
const RELEASED: DrillEvent = { kind: 'released', generation: 8, recovery: figures(70_000), notYet: [] };
const TICK: DrillEvent = { kind: 'tick', fault: undefined };

/** Runs events one after the other, each at its moment. */
function run(events: readonly (readonly [number, DrillEvent])[], first = begin(sampleDrill())) {
  let { running, effects } = first;
  const done: DrillEffect[] = [...effects];
  for (const [elapsedMs, event] of events) {
    ({ running, effects } = step(running, event, at(elapsedMs)));
    done.push(...effects);
  }
  return { running, done, drill: running.drill, steps: running.drill.timeline.map(each => each.step) };
}

test('to its end: decided, published, drained, let back, recovered', () => {
  const { drill, done, steps } = run([
    [100, LAID],
    [1500, TICK],
    [60_000, TICK],
    [60_100, TICK],
    [60_200, RELEASED],
    [80_000, TICK],
  ]);
  expect(done).toEqual(['lay', 'release']);
  expect(steps).toEqual([
    'decided',
    'published',
    'drained_50',
    'drained_90',
    'drained_99',
    'drained_all',
    'failback_decided',
    'failback_published',
    'recovered',
  ]);
  expect(drill).toMatchObject({ phase: 'ended', outcome: 'completed', because: undefined });
  expect(drill.timeline.map(({ atMs }) => atMs)).toEqual([1000, 1100, 2100, 3100, 4100, 4100, 61_100, 61_200, 73_000]);
});

test('what had run out already when it was counted runs out when it is published, not before', () => {
  const none = { ...figures(0), answers: 0, halfAtMs: 1090, ninetyAtMs: 1090, ninetyNineAtMs: 1090, allAtMs: 1090 };
  const { drill, steps } = run([
    [100, { kind: 'laid', generation: 7, drain: none }],
    [200, TICK],
  ]);
  expect(steps).toEqual(['decided', 'published', 'drained_50', 'drained_90', 'drained_99', 'drained_all']);
  expect(drill.timeline.map(({ atMs }) => atMs)).toEqual([1000, 1100, 1100, 1100, 1100, 1100]);
});

test('the time away counts from when every worker serves it', () => {
  expect(
    run([
      [5000, LAID],
      [64_999, TICK],
    ]).drill.phase,
  ).toBe('away');
  expect(
    run([
      [5000, LAID],
      [65_000, TICK],
    ]).drill.phase,
  ).toBe('returning');
});

describe('aborted', () => {
  test.each<[string, DrillEvent]>([
    ['a survivor', { kind: 'tick', fault: 'pool y has 0 of 1 up' }],
    ['an operator', { kind: 'abort', because: 'admin called it off' }],
    ['a rate of errors', { kind: 'error-rate', reading: { rate: 0.5 } }],
  ])('by %s: let back at once', (_, event) => {
    const webhook = { url: 'http://192.0.2.1/', maxErrorRate: 0.1, everyMs: 5000 };
    const { drill, done, steps } = run(
      [
        [100, LAID],
        [200, event],
      ],
      begin(sampleDrill({ plan: { ...sampleDrill().plan, webhook } })),
    );
    expect(drill).toMatchObject({ phase: 'returning', outcome: 'aborted' });
    expect([done, steps.slice(-2)]).toEqual([
      ['lay', 'release'],
      ['abort', 'failback_decided'],
    ]);
  });

  test('before it is published: let back as soon as it is', () => {
    const early = run([[50, { kind: 'abort', because: 'no' }]]);
    expect([early.drill.phase, early.done]).toEqual(['moving', ['lay']]);
    const { drill, done } = run([
      [50, { kind: 'abort', because: 'no' }],
      [100, LAID],
    ]);
    expect([drill.phase, drill.because, done]).toEqual(['returning', 'no', ['lay', 'release']]);
  });

  test('by a webhook that tells nothing three times in a row, not by one that comes back', () => {
    const fault: DrillEvent = { kind: 'error-rate', reading: { fault: 'timeout' } };
    const rate: DrillEvent = { kind: 'error-rate', reading: { rate: 0 } };
    expect(
      run([
        [100, LAID],
        [200, fault],
        [300, fault],
        [400, rate],
        [500, fault],
        [600, fault],
      ]).drill.phase,
    ).toBe('away');
    const { drill } = run([
      [100, LAID],
      [200, fault],
      [300, fault],
      [400, fault],
    ]);
    expect(drill.because).toBe('the webhook told no rate of errors 3 times in a row: timeout');
  });
});

test('an abort while it recovers ends it at once, as it went', () => {
  const { drill, done } = run([
    [100, LAID],
    [60_100, TICK],
    [60_200, RELEASED],
    [60_300, { kind: 'abort', because: 'admin called it off' }],
  ]);
  expect(drill).toMatchObject({ phase: 'ended', outcome: 'completed', because: undefined });
  expect(drill.timeline.at(-1)).toMatchObject({ step: 'note', detail: expect.stringMatching(/^admin called it off: .*not waited for$/) });
  expect(done).toEqual(['lay', 'release']);
});

test('what could not be stored ends it; what is stored and not served is undone', () => {
  const notStored = run([[10, { kind: 'not-laid', stored: false, because: 'disk full' }]]);
  expect([notStored.drill, notStored.done]).toEqual([
    expect.objectContaining({ phase: 'ended', outcome: 'failed', because: 'disk full' }),
    ['lay'],
  ]);
  const notServed = run([
    [10, { kind: 'not-laid', stored: true, because: 'refused' }],
    [20, RELEASED],
  ]);
  expect([notServed.drill, notServed.done]).toEqual([
    expect.objectContaining({ phase: 'recovering', outcome: 'failed' }),
    ['lay', 'release'],
  ]);
});

test('letting back is told once, however often it fails', () => {
  const failed: DrillEvent = { kind: 'not-released', because: 'disk full' };
  const { drill, steps } = run([
    [100, LAID],
    [60_100, TICK],
    [60_200, failed],
    [60_300, failed],
    [60_400, RELEASED],
  ]);
  expect([drill.phase, steps.filter(each => each === 'note')]).toEqual(['recovering', ['note']]);
});

test.each<[DrillPhase, DrillPhase, DrillEffect[]]>([
  ['moving', 'returning', ['release']],
  ['away', 'returning', ['release']],
  ['returning', 'returning', ['release']],
  ['recovering', 'ended', []],
  ['ended', 'ended', []],
])('found at the start while %s: %s', (phase, next, effects) => {
  const running: Running = { drill: sampleDrill({ phase }), dueMs: undefined, abortAfterwards: undefined };
  const found = step(running, { kind: 'found' }, at(0));
  expect([found.running.drill.phase, found.effects]).toEqual([next, effects]);
});

test('whatever happens: phases go forward, overrides that may be in force are released, the timeline is in order', () => {
  const order: readonly DrillPhase[] = ['moving', 'away', 'returning', 'recovering', 'ended'];
  const event = fc.constantFrom<DrillEvent>(
    LAID,
    RELEASED,
    TICK,
    { kind: 'not-laid', stored: true, because: 'a' },
    { kind: 'abort', because: 'b' },
    { kind: 'tick', fault: 'c' },
    { kind: 'not-released', because: 'd' },
    { kind: 'error-rate', reading: { fault: 'e' } },
    { kind: 'ending' },
    { kind: 'undone' },
    { kind: 'found' },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30_000), event), { maxLength: 12 }), pairs => {
      let elapsedMs = 0;
      let { running } = begin(sampleDrill());
      let released = false;
      for (const [waitMs, each] of pairs) {
        elapsedMs += waitMs;
        const before = running.drill;
        const next = step(running, each, at(elapsedMs));
        running = next.running;
        expect(order.indexOf(running.drill.phase)).toBeGreaterThanOrEqual(order.indexOf(before.phase));
        released ||= next.effects.includes('release');
        if (running.drill.phase !== 'moving' && running.drill.phase !== 'away') expect(released).toBe(true);
        const moments = running.drill.timeline.map(({ atMs }) => atMs);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        if (running.drill.phase === 'ended') expect(running.drill.outcome).toBeDefined();
      }
    }),
  );
});
