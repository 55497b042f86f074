import { expect, onTestFinished, test } from 'vitest';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { type ObserveParts, observe } from '../../src/serving/observe.ts';
import { VerdictKeeper } from '../../src/serving/verdict-keeper.ts';
import { openStore } from '../../src/store/open.ts';
import { Controlled, settled, X, Y } from '../control/controlled.ts';
import { observation } from '../health/declare.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { readableLog } from './log-lines.ts';

const TARGET = `${X}/web`;

function observed(more: Partial<ObserveParts> = {}) {
  const served = new Controlled();
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const faults = new Faults(log, counters);
  const store = openStore(dataDirectory());
  onTestFinished(() => store[Symbol.dispose]());
  const { clock, health, control } = served;
  const verdicts = new VerdictKeeper({ stored: new Map(), store: store.verdicts, clock, onFault: error => faults.note('store', error) });
  const suspicions: string[] = [];
  const take = observe({
    health,
    control,
    verdicts,
    counters,
    faults,
    log,
    targetsOf: probe => [probe],
    onSuspicion: (probe, vantage) => suspicions.push(`${probe} by ${vantage}`),
    ...more,
  });
  return { served, counters, faults, lines, store, suspicions, take };
}

test('an observation that turns a verdict is counted, written down and carried to the answers', async () => {
  const { served, counters, store, take } = observed();
  take(observation(false, { target: TARGET, durationMs: 250 }));
  take(observation(false, { target: TARGET, durationMs: 250 }));
  await settled();
  served.clock.advance(50);
  expect(served.ask('www')).toEqual(['192.0.2.2']);
  expect(store.verdicts.restore().verdicts.get(TARGET)).toMatchObject({ verdict: 'down', reason: 'embedded: status 503 (2 of 2)' });
  expect(counters).toMatchObject({ probes: { ok: 0, failed: 2 }, probeSeconds: 0.5, verdictChanges: 1, faults: 0 });
});

test('one that tells nothing new is counted alone; a streak is no change of verdict', async () => {
  const { served, counters, take } = observed();
  for (const ok of [true, true, false]) take(observation(ok, { target: TARGET }));
  await settled();
  expect(counters).toMatchObject({ probes: { ok: 2, failed: 1 }, verdictChanges: 1 });
  expect(served.control.served.states.get(X)?.measured).toMatchObject({ verdict: 'up', wavering: true });
});

test('an update that fails is a fault to tell of, and ends nothing', async () => {
  const { served, faults, take } = observed();
  served.refuse();
  take(observation(false, { target: TARGET }));
  take(observation(false, { target: TARGET }));
  await settled();
  expect(faults.last).toBe('a verdict could not be carried to the answers: refused');
  expect(served.ask('www')).toEqual(['192.0.2.2']);
});

test('nothing that goes wrong with an observation reaches the probes', () => {
  const broken = () => {
    throw new Error('torn');
  };
  const { health } = new Controlled();
  health.observe = broken;
  const { faults, counters, take } = observed({ health });
  expect(() => take(observation(false, { target: TARGET }))).not.toThrow();
  expect(faults.last).toBe(`an observation of ${TARGET} could not be taken in: torn`);
  expect(counters.faults).toBe(1);
});

test('an observation is of every target that asked for the probe, and is counted once', async () => {
  const { served, counters, take } = observed({ targetsOf: () => [TARGET, `${Y}/web`] });
  take(observation(false, { target: TARGET }));
  take(observation(false, { target: TARGET }));
  await settled();
  expect([X, Y].map(key => served.control.served.states.get(key)?.measured.verdict)).toEqual(['down', 'down']);
  expect(counters).toMatchObject({ probes: { ok: 0, failed: 2 }, verdictChanges: 2 });
});

test('the first doubt of what is up is told', () => {
  const { suspicions, take } = observed();
  for (const ok of [true, false, false]) take(observation(ok, { target: TARGET }));
  expect(suspicions).toEqual([`${TARGET} by embedded`]);
});
