import { expect, onTestFinished, test } from 'vitest';
import { startProbes } from '../../probes/scheduler.ts';
import { planProbes } from '../../src/fleet/assignment.ts';
import { createHealth } from '../../src/health/engine.ts';
import { JITTER, phaseOf } from '../../src/lib/phase.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Observation, VantageFacts } from '../../src/model/health.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { declare, endpoint, monitor, pool } from './declare.ts';
import { fleet, START } from './fleet.ts';

const A = 'example.com./web/a';
const INTERVAL_MS = 10_000;

function facts(...names: string[]): VantageFacts[] {
  return names.map((name, index) => ({ name, region: undefined, voteless: undefined, slot: { index, of: names.length } }));
}

test('looks are as frequent as there are vantages in the grid, and are told anew when they become more or fewer', () => {
  const { engine, see } = fleet();
  const every = () => engine.measured(A).outlook.looks?.everyMs;
  see({ hz: '+' });
  expect(every()).toBeUndefined();
  engine.setVantages(facts('hz'));
  expect(engine.tick()).toMatchObject([{ verdictChanged: false, after: { outlook: { looks: { everyMs: INTERVAL_MS } } } }]);
  expect(engine.tick()).toEqual([]);
  engine.setVantages(facts('bj', 'hz', 'sg'));
  engine.tick();
  expect(every()).toBe(INTERVAL_MS / 3);
  engine.setVantages(facts('bj', 'hz'));
  engine.tick();
  expect(every()).toBe(INTERVAL_MS / 2);
});

test('a wall clock that drifts a little changes nothing, one that is set moves the phase', () => {
  const { engine, see, clock } = fleet();
  const phase = () => engine.measured(A).outlook.looks!.phaseMs;
  engine.setVantages(facts('hz'));
  see({ hz: '+' });
  engine.tick();
  const ownMs = Math.floor(phaseOf(`${A}/web`) * INTERVAL_MS) + JITTER * INTERVAL_MS;
  expect(phase()).toBeCloseTo((ownMs + START) % INTERVAL_MS);
  clock.setBack(50);
  expect(engine.tick()).toEqual([]);
  clock.setBack(1000);
  expect(engine.tick()).toHaveLength(1);
  expect(phase()).toBeCloseTo((ownMs + START - 1050) % INTERVAL_MS);
  expect(engine.tick()).toEqual([]);
});

test('endpoints that one probe observes have its looks', () => {
  const pools = ['web', 'api'].map(name => pool({ name, endpoints: [endpoint('b', '192.0.2.2'), endpoint('a', '192.0.2.1')] }));
  const engine = createHealth({ restore: () => undefined, clock: fakeClock(START) });
  engine.setVantages(facts('hz'));
  engine.assign(declare(pools, [monitor('web')]));
  engine.tick();
  const plan = planProbes(engine.targets);
  const looks = (name: string, of: string) => engine.measured(`example.com./${name}/${of}`).outlook.looks;
  expect(plan.probeOf('example.com./api/a/web')).toBe('example.com./web/a/web');
  expect(looks('api', 'a')).toEqual(looks('web', 'a'));
  expect(looks('api', 'a')).not.toEqual(looks('api', 'b'));
});

test('the probes of all vantages begin when the looks of their endpoints say', async () => {
  const clock = fakeClock(START);
  const engine = createHealth({ restore: () => undefined, clock });
  const endpoints = ['a', 'b', 'c', 'd'].map((name, i) => endpoint(name, `192.0.2.${i + 1}`));
  engine.assign(declare([pool({ endpoints })], [monitor('web', { intervalMs: 3000, timeoutMs: 500 })]));
  engine.setVantages(facts('bj', 'hz', 'sg'));
  const begun: Observation[] = [];
  for (const { name, slot } of facts('bj', 'hz', 'sg')) {
    const probes = startProbes({
      ...{ vantage: name, clock, random: seededRandom(slot!.index), maxInFlight: 10, onFault() {}, onLate() {} },
      onObservation: observation => begun.push(observation),
      runCheck: async () => ({ ok: true, reason: 'connected' }),
    });
    onTestFinished(() => probes[Symbol.asyncDispose]());
    probes.assign(engine.targets, slot);
  }
  await clock.advanceSettled(6000);
  engine.tick();
  begun.length = 0;
  await clock.advanceSettled(30_000);
  expect(begun).toHaveLength(10 * 3 * endpoints.length);
  for (const { target, atMs } of begun) {
    const { everyMs, phaseMs } = engine.measured(target.slice(0, target.lastIndexOf('/'))).outlook.looks!;
    expect(everyMs).toBe(1000);
    const earlyMs = (((phaseMs - atMs) % everyMs) + everyMs) % everyMs;
    expect(earlyMs).toBeLessThanOrEqual(JITTER * 3000 + 1);
  }
});

test('where no vantage has a say nobody looks, and nothing turns', () => {
  const { engine, see, clock } = fleet();
  engine.setVantages(facts('hz'));
  see({ hz: '+' });
  clock.advance(100_000);
  engine.tick();
  expect(engine.held).toBe(1);
  expect(engine.measured(A).outlook).toEqual({ turnsInMs: Number.POSITIVE_INFINITY, looks: undefined, unsettled: false });
});
