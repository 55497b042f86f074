import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHealth } from '../../src/health/engine.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Observation, RestoredVerdict } from '../../src/model/health.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { declare, endpoint, monitor, observation, pool } from './declare.ts';

const START = Date.UTC(2026, 0, 1);
const A = 'example.com./web/a';
const web = declare([pool()], [monitor('web')]);

function health(verdicts: Readonly<Record<string, RestoredVerdict>> = {}, clock = fakeClock(START)) {
  const standstill = new Standstill(clock);
  const engine = createHealth({ restore: key => verdicts[key], clock, stoodStillMs: () => standstill.totalMs });
  const feed = (results: string, more: Partial<Observation> = {}) =>
    [...results].map(result => engine.observe(observation(result === '+', more)));
  return { engine, feed, clock };
}

test('an endpoint is unknown, and said to waver, until its first observation', () => {
  const { engine, feed } = health();
  engine.assign(web);
  expect(engine.measured(A)).toMatchObject({ verdict: 'unknown', reason: 'no observation yet', sinceMs: START, wavering: true });
  const [first, second] = feed('--');
  expect(first).toMatchObject({ after: { verdict: 'unknown', reason: 'embedded: status 503 (1 of 2)', wavering: true }, suspicion: true });
  expect(second).toMatchObject({
    endpoint: A,
    before: { verdict: 'unknown' },
    after: { verdict: 'down', reason: 'embedded: status 503 (2 of 2)', wavering: false, sinceMs: START + 10_000 },
    verdictChanged: true,
    targetVerdictChanged: true,
    targetState: { verdict: 'down' },
  });
  expect(engine.measured(A)).toBe(second?.after);
});

test('a streak is visible, then turns the verdict; what is known already is not told again', () => {
  const { engine, feed } = health();
  engine.assign(web);
  const changes = feed('++---');
  expect(
    changes.map(change => change && [change.after.verdict, change.after.reason, change.after.wavering, change.verdictChanged]),
  ).toEqual([
    ['up', 'embedded: status 200', false, true],
    undefined,
    ['up', 'embedded: status 503 (1 of 2)', true, false],
    ['down', 'embedded: status 503 (2 of 2)', false, true],
    undefined,
  ]);
});

test('an endpoint of a pool without monitors is up for ever and not probed', () => {
  const { engine, clock } = health();
  const declared = declare([pool({ monitors: [] })], []);
  engine.assign(declared);
  expect(engine.targets).toEqual([]);
  clock.advance(5000);
  engine.assign(declared);
  expect(engine.measured(A)).toMatchObject({ verdict: 'up', reason: 'no monitor', sinceMs: START, wavering: false });
});

test('each endpoint is probed by each monitor of its pool', () => {
  const { engine } = health();
  const endpoints = [endpoint('a', '192.0.2.1'), endpoint('b', '192.0.2.2')];
  engine.assign(declare([pool({ endpoints, monitors: ['web', 'db'] })], [monitor('web'), monitor('db')]));
  expect(engine.targets.map(({ key, endpoint, address, monitor }) => [key, endpoint, address.text, monitor.name])).toEqual([
    ['example.com./web/a/web', A, '192.0.2.1', 'web'],
    ['example.com./web/a/db', A, '192.0.2.1', 'db'],
    ['example.com./web/b/web', 'example.com./web/b', '192.0.2.2', 'web'],
    ['example.com./web/b/db', 'example.com./web/b', '192.0.2.2', 'db'],
  ]);
});

test('the verdict of one monitor turns though that of the endpoint does not', () => {
  const { engine, feed } = health();
  engine.assign(declare([pool({ monitors: ['web', 'db'], require: 'any' })], [monitor('web'), monitor('db')]));
  feed('+');
  const [, change] = feed('--', { target: `${A}/db` });
  expect(change).toMatchObject({ verdictChanged: false, targetVerdictChanged: true, targetState: { verdict: 'down' } });
  expect(change?.after).toEqual(change?.before);
});

test('restored verdicts are what a restart begins from', () => {
  const { engine, feed } = health({ [`${A}/web`]: { verdict: 'down', reason: 'embedded: status 503 (2 of 2)', sinceMs: 7 } });
  engine.assign(web);
  expect(engine.measured(A)).toMatchObject({ verdict: 'down', reason: 'embedded: status 503 (2 of 2)', sinceMs: 7, wavering: false });
  expect(feed('+++').map(change => change?.after.verdict)).toEqual(['down', 'down', 'up']);
});

test('observations of targets that are not watched are ignored', () => {
  const { engine, feed } = health();
  expect(feed('-')).toEqual([undefined]);
  engine.assign(web);
  feed('-');
  engine.assign(declare([], []));
  expect(feed('+')).toEqual([undefined]);
  expect(engine.targets).toEqual([]);
  expect(engine.measured(A)).toMatchObject({ verdict: 'unknown', reason: 'not watched' });
});

test('what stays keeps its state and its target', () => {
  const { engine, feed } = health();
  engine.assign(web);
  feed('+-');
  const [target] = engine.targets;
  const before = engine.measured(A);
  engine.assign(declare([pool({ endpoints: [endpoint('a', '192.0.2.1'), endpoint('b', '192.0.2.2')] })], [monitor('web')]));
  expect(engine.targets[0]).toBe(target);
  expect(engine.measured(A)).toEqual(before);
  expect(feed('-')[0]?.after.verdict).toBe('down');
});

test('a changed monitor keeps the verdict and its date, and counts anew', () => {
  const { engine, feed } = health();
  engine.assign(web);
  feed('+-');
  engine.assign(declare([pool()], [monitor('web', { check: { type: 'tcp', port: 81 } })]));
  expect(engine.measured(A)).toMatchObject({ verdict: 'up', reason: 'embedded: status 503', sinceMs: START + 10_000, wavering: false });
  expect(feed('--').map(change => change?.after.verdict)).toEqual(['up', 'down']);
});

test('a changed address begins anew, whatever was known of the old one', () => {
  const { engine, feed } = health({ [`${A}/web`]: { verdict: 'down', reason: 'embedded: status 503', sinceMs: 7 } });
  engine.assign(web);
  engine.assign(declare([pool({ endpoints: [endpoint('a', '192.0.2.99')] })], [monitor('web')]));
  expect(engine.measured(A)).toMatchObject({ verdict: 'unknown', sinceMs: START });
  expect(feed('+')[0]?.after.verdict).toBe('up');
});

/** Endpoint `a`, whose address changes a minute after the start; a second has passed since. `see` gives whether the observation is taken. */
function changed() {
  const scene = health();
  const { engine, clock } = scene;
  engine.assign(web);
  clock.advance(60_000);
  engine.assign(declare([pool({ endpoints: [endpoint('a', '192.0.2.99')] })], [monitor('web')]));
  clock.advance(1000);
  const see = (agoMs: number, durationMs: number) => {
    const before = engine.standings(A)[0]!.ballots[0]?.durationMs;
    engine.observe(observation(false, { atMs: clock.now() - agoMs, durationMs }));
    return engine.standings(A)[0]!.ballots[0]?.durationMs !== before;
  };
  return { ...scene, see };
}

test('a probe that began before the definition changed tells nothing of the new one, however late it is heard of', () => {
  const { see } = changed();
  expect([see(600, 500), see(1000, 3), see(1600, 5), see(30_000, 7)]).toEqual([false, false, false, false]);
  // Clocks count whole milliseconds.
  expect([see(600, 400.9), see(0, 11)]).toEqual([true, true]);
});

test('whoever sets the clock, and however long the process stood still, it is the age that tells', () => {
  const { see, clock } = changed();
  clock.setBack(3_600_000);
  expect([see(0, 11), see(1100, 12)]).toEqual([true, false]);
  clock.setBack(-7_200_000);
  expect([see(0, 13), see(1100, 14)]).toEqual([true, false]);
  clock.stall(7000);
  expect([see(7900, 15), see(8000, 16)]).toEqual([true, false]);
});

test('the verdict that is told is always the one that is kept, and dates move only with it', () => {
  const step = fc.record({ ok: fc.boolean(), db: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom('all', 'any'), fc.array(step, { maxLength: 40 }), (require, steps) => {
      const { engine } = health();
      engine.assign(declare([pool({ monitors: ['web', 'db'], require })], [monitor('web'), monitor('db', { fall: 1, rise: 2 })]));
      steps.forEach(({ ok, db }, i) => {
        const before = engine.measured(A);
        const change = engine.observe(observation(ok, { target: `${A}/${db ? 'db' : 'web'}`, atMs: START + i + 1 }));
        const after = engine.measured(A);
        expect(change?.after ?? before).toEqual(after);
        expect(after.verdict === before.verdict).toBe(after.sinceMs === before.sinceMs);
        expect(change?.verdictChanged ?? false).toBe(after.verdict !== before.verdict);
      });
    }),
  );
});
