import { expect, test } from 'vitest';
import type { Drain } from '../../src/model/drain.ts';
import type { EndpointStates } from '../../src/model/effective.ts';
import type { Verdict } from '../../src/model/health.ts';
import { DrainKeeper } from '../../src/serving/drain-keeper.ts';
import { sampleDeclared } from '../api/sample.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';

const A = 'example.com./web-hangzhou/a';
const ADDRESS = '203.0.113.10';

function watching(stored: readonly Drain[] = []) {
  const clock = fakeClock();
  const answers = new MemoryAnswers(clock);
  const saved = new Map<number, Drain>();
  const ended: Drain[] = [];
  const faults: unknown[] = [];
  const broken: { fault?: Error } = {};
  let states = statesOf(sampleDeclared());
  const keeper = new DrainKeeper({
    stored,
    store: {
      save(drains) {
        for (const drain of drains) saved.set(drain.id, drain);
      },
    },
    states,
    read: () => {
      if (broken.fault) throw broken.fault;
      return answers.read();
    },
    clock,
    onEnded: drain => ended.push(drain),
    onFault: error => faults.push(error),
  });
  /** Control decides that this is how it is; what it decided is served when the returned function is called. */
  const decide = (verdicts: Readonly<Record<string, Verdict>>) => {
    const next = statesOf(sampleDeclared(), { verdicts });
    for (const after of next.values())
      if (after.effective !== states.get(after.key)?.effective) keeper.noteState(states.get(after.key), after);
    states = next;
    return () => keeper.noteServed(next, false);
  };
  const serve = (next: EndpointStates) => keeper.noteServed(next, true);
  return { clock, answers, saved, ended, faults, broken, keeper, decide, serve };
}

test('a drain begins when every worker goes by it, and ends when the last answer has run out', () => {
  const { clock, answers, saved, ended, keeper, decide } = watching();
  answers.give(ADDRESS, 30, 10);
  clock.advance(1000);
  const served = decide({ [A]: 'down' });
  expect(keeper.list()).toEqual([]);
  clock.advance(20);
  answers.give(ADDRESS, 60);
  served();
  const nowMs = clock.now();
  expect(keeper.list()).toMatchObject([
    {
      id: 1,
      endpoint: A,
      addresses: [ADDRESS],
      cause: 'down',
      decidedAtMs: nowMs - 20,
      servedAtMs: nowMs,
      answers: 11,
      left: 11,
      end: undefined,
    },
  ]);
  clock.advance(50);
  expect(saved.get(1)).toMatchObject({ answers: 11, end: undefined });
  clock.advance(29_000);
  expect(keeper.list()).toMatchObject([{ left: 1, end: undefined }]);
  clock.advance(31_000);
  expect(keeper.list()).toMatchObject([{ left: 0, end: { kind: 'drained', atMs: nowMs + 60_000 } }]);
  expect(ended).toEqual(keeper.list());
  clock.advance(50);
  expect(saved.get(1)).toEqual(ended[0]);
  expect(clock.pending).toBe(0);
});

test('one that is given again before that ends there, and may begin anew', () => {
  const { clock, answers, keeper, decide } = watching();
  answers.give(ADDRESS, 30, 10);
  decide({ [A]: 'down' })();
  clock.advance(5000);
  decide({})();
  const endedAtMs = clock.now();
  clock.advance(5000);
  decide({ [A]: 'down' })();
  expect(keeper.list()).toMatchObject([
    { id: 2, answers: 10, end: undefined },
    { id: 1, left: 10, end: { kind: 'given-again', atMs: endedAtMs } },
  ]);
});

test('an update that was on its way before the decision begins nothing; a decision taken back before it is served neither', () => {
  const { answers, keeper, decide } = watching();
  answers.give(ADDRESS, 30);
  const before = decide({});
  const down = decide({ [A]: 'down' });
  before();
  expect(keeper.list()).toEqual([]);
  const up = decide({});
  down();
  expect(keeper.list()).toEqual([]);
  up();
  expect(keeper.list()).toEqual([]);
});

test('what was never answered does not stop being answered; what was, long ago, is drained at once', () => {
  const { clock, answers, keeper, decide } = watching();
  answers.give(ADDRESS, 5);
  clock.advance(10_000);
  decide({ [A]: 'down', 'example.com./web-hangzhou/b': 'down' })();
  expect(keeper.list()).toMatchObject([{ endpoint: A, answers: 0, runOut: undefined, end: { kind: 'drained', atMs: clock.now() } }]);
});

test('an endpoint that is not declared any more is drained, too', () => {
  const { answers, keeper, serve } = watching();
  answers.give(ADDRESS, 30);
  const states = statesOf(sampleDeclared());
  serve(new Map([...states].filter(([key]) => key !== A)));
  expect(keeper.list()).toMatchObject([{ endpoint: A, cause: 'removed', answers: 1, end: undefined }]);
});

test('a drain that was under way when the last run ended is interrupted by the restart; numbers go on', () => {
  const { clock, answers, saved, keeper, decide } = watching([drain(8, undefined), drain(7, { kind: 'drained', atMs: 5 })]);
  const startedAtMs = clock.now();
  answers.give(ADDRESS, 30);
  decide({ [A]: 'down' })();
  clock.advance(50);
  const interrupted = { ...drain(8, { kind: 'interrupted', atMs: startedAtMs }), left: undefined };
  expect(keeper.list()).toMatchObject([{ id: 9 }, interrupted, { id: 7, end: { kind: 'drained' } }]);
  expect(saved.get(8)).toEqual(interrupted);
});

test('at the end what is not stored yet is', () => {
  const { answers, saved, keeper, decide, clock } = watching();
  answers.give(ADDRESS, 30);
  decide({ [A]: 'down' })();
  keeper[Symbol.dispose]();
  expect(saved.get(1)).toMatchObject({ end: undefined });
  expect(clock.pending).toBe(0);
});

test('a fault of counting is told of, and holds up nothing', () => {
  const { answers, faults, broken, keeper, decide } = watching();
  answers.give(ADDRESS, 30);
  broken.fault = new Error('no memory');
  decide({ [A]: 'down' })();
  expect(faults).toEqual([broken.fault]);
  delete broken.fault;
  decide({ [A]: 'down' })();
  expect(keeper.list()).toMatchObject([{ endpoint: A, answers: 1 }]);
});

function drain(id: number, end: Drain['end']): Drain {
  return {
    id,
    endpoint: A,
    addresses: [ADDRESS],
    cause: 'down',
    reason: 'status 503',
    decidedAtMs: 1,
    servedAtMs: 2,
    answers: 3,
    runOut: { halfAtMs: 3, ninetyAtMs: 4, ninetyNineAtMs: 5, lastAtMs: 6 },
    left: 3,
    givenSince: 0,
    end,
  };
}
