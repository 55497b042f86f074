import { expect, onTestFinished, test } from 'vitest';
import { createHealth } from '../../src/health/engine.ts';
import { freshMs } from '../../src/lib/freshness.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Observation } from '../../src/model/health.ts';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { Watching, type WatchingParts } from '../../src/serving/watching.ts';
import { declare, monitor, observation, pool } from '../health/declare.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { readableLog } from './log-lines.ts';

const A = 'example.com./web/a';
const FRESH_MS = freshMs(monitor('web'));

/** A controller that was started again while endpoint `a` was up; `see` is what its own vantage sees now. */
function startedAgain(remembered: NonNullable<WatchingParts['remembered']>) {
  const clock = fakeClock();
  const restored = { verdict: 'up', reason: 'embedded: status 200', sinceMs: 5 } as const;
  const standstill = new Standstill(clock);
  const health = createHealth({ restore: () => restored, clock, stoodStillMs: () => standstill.totalMs });
  health.assign(declare([pool()], [monitor('web')]));
  const { log } = readableLog();
  const counters = servingCounters();
  const looks: (readonly string[])[] = [];
  let tell: (observation: Observation) => void = () => {};
  const watching = new Watching({
    ...{ clock, standstill, health, log, counters, remembered },
    version: '0.1.0',
    control: { verdictChanged: () => Promise.resolve(0) },
    verdicts: { add() {} },
    faults: new Faults(log, counters),
    embedded: {
      name: 'embedded',
      region: undefined,
      start({ onObservation }) {
        tell = onObservation;
        return { assign() {}, checkNow() {}, recheck() {}, controls: () => [], [Symbol.asyncDispose]: () => Promise.resolve() };
      },
    },
    onEvent() {},
    onVantages: vantages => looks.push(vantages.map(({ name }) => name)),
    onTick() {},
  });
  onTestFinished(() => watching[Symbol.asyncDispose]());
  watching.assign(health.targets);
  const see = (...results: readonly boolean[]) => {
    for (const ok of results) tell(observation(ok, { atMs: clock.now() }));
    return health.measured(A).verdict;
  };
  return { clock, health, looks, see };
}

test('after a restart the embedded vantage alone turns no verdict while the others are expected back', () => {
  const { clock, health, see } = startedAgain(['paris', 'tokyo'].map(name => ({ name, region: undefined })));
  expect(see(false, false, false)).toBe('up');
  clock.advance(FRESH_MS - 2000);
  expect(see(false)).toBe('up');
  clock.advance(2000);
  expect(health.measured(A).verdict).toBe('down');
});

test('where there were no others it does', () => {
  expect(startedAgain([]).see(false, false)).toBe('down');
});

test('who the vantages are is told at the start, with those of the last run, and after every tick', () => {
  const { clock, looks } = startedAgain([{ name: 'tokyo', region: 'ap' }]);
  expect(looks).toEqual([['embedded', 'tokyo']]);
  clock.advance(2000);
  expect(looks).toHaveLength(3);
});
