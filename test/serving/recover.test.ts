import { expect, onTestFinished, test } from 'vitest';
import { NotServed } from '../../src/api/operations.ts';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { recoverEndpoints } from '../../src/serving/recover.ts';
import { VerdictKeeper } from '../../src/serving/verdict-keeper.ts';
import { openStore } from '../../src/store/open.ts';
import { Controlled, SAMPLE, SPARE, X, Y } from '../control/controlled.ts';
import { monitor } from '../health/declare.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { readableLog } from './log-lines.ts';

const zone = SAMPLE.zones.get('example.com.')!;
const monitors = new Map([['web', monitor('web', { recovery: { kind: 'manual' } })]]);
const MANUAL = { zones: new Map([[zone.name, { ...zone, steering: { ...zone.steering!, monitors } }]]) };

/** X is down and well again, Y is down and not well: both wait for an operator. */
async function waiting() {
  const served = new Controlled({ declared: MANUAL });
  const { log } = readableLog();
  const counters = servingCounters();
  const faults = new Faults(log, counters);
  const store = openStore(dataDirectory());
  onTestFinished(() => store[Symbol.dispose]());
  const { clock, health, control } = served;
  const verdicts = new VerdictKeeper({ stored: new Map(), store: store.verdicts, clock, onFault: error => faults.note('store', error) });
  await served.observe(X, '+--+++');
  await served.observe(Y, '+--');
  return { served, counters, faults, store, recover: recoverEndpoints, parts: { health, control, verdicts, counters, faults } };
}

test('those that are well come up, are written down, and are answered', async () => {
  const { served, counters, store, recover, parts } = await waiting();
  const effective = () => [X, Y].map(key => served.control.served.states.get(key)?.effective);
  expect(effective()).toEqual(['down', 'down']);
  expect(await recover([X, Y], parts)).toBe(1);
  expect(served.ask('www')).toEqual(['192.0.2.1']);
  expect(effective()).toEqual(['up', 'down']);
  expect(counters.verdictChanges).toBe(1);
  served.clock.advance(50);
  expect(store.verdicts.restore().verdicts.get(`${X}/web`)).toMatchObject({ verdict: 'up' });
});

test('what does not wait stays as it is', async () => {
  const { served, recover, parts } = await waiting();
  const updates = served.updates.length;
  expect(await recover([SPARE, 'example.com./gone/a'], parts)).toBe(0);
  expect(await recover([], parts)).toBe(0);
  expect(served.updates).toHaveLength(updates);
});

test('what not every worker serves yet is told of', async () => {
  const { served, faults, recover, parts } = await waiting();
  served.refuse('worker 2 is gone');
  await expect(recover([X], parts)).rejects.toThrow(NotServed);
  expect(faults.last).toContain('worker 2 is gone');
});
