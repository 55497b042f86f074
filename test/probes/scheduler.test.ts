import { expect, test } from 'vitest';
import type { Check } from '../../probes/check.ts';
import type { ProbeTarget } from '../../src/model/health.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';
import { many, passing, scene, UP } from './scheduler-scene.ts';

test('every target is probed once an interval, and no drift comes up', async () => {
  const { clock, started, probes } = scene({ runCheck: passing });
  probes.assign([probeTarget('a')]);
  await clock.advanceSettled(10_000);
  const grid = started.at(-1)!.atMs;
  for (let i = 0; i < 100; i++) await clock.advanceSettled(10_000);
  const turns = started.slice(-100).map(({ atMs }) => atMs);
  expect(started.length).toBe(102); // the first probe, then one an interval
  for (const [i, atMs] of turns.entries()) expect(Math.abs(atMs - (grid + (i + 1) * 10_000))).toBeLessThanOrEqual(300);
  expect(new Set(turns.map(atMs => atMs % 10_000)).size).toBeGreaterThan(50); // jitter
  await probes[Symbol.asyncDispose]();
});

test('10,000 targets are spread over the interval behind one timer', async () => {
  const { clock, started, probes } = scene({ runCheck: passing, maxInFlight: 10_000 });
  probes.assign(many(10_000));
  expect(clock.pending).toBe(1);
  clock.advance(20_000);
  const perSecond = Array<number>(10).fill(0);
  for (const { atMs } of started.filter(({ atMs }) => atMs >= 10_000 && atMs < 20_000)) perSecond[Math.floor(atMs / 1000) - 10]! += 1;
  for (const count of perSecond) expect(count).toSatisfy((n: number) => n > 800 && n < 1200);
  await probes[Symbol.asyncDispose]();
});

test('a new target is observed within one interval, its timeout included', async () => {
  const { clock, observations, probes } = scene({ maxInFlight: 5000 });
  probes.assign(many(5000));
  clock.advance(10_000);
  expect(new Set(observations.map(({ target }) => target)).size).toBe(5000);
  await probes[Symbol.asyncDispose]();
});

test('an observation says who saw what, when and for how long', async () => {
  const { clock, held, observations, probes } = scene();
  const target = probeTarget('a');
  probes.assign([target]);
  clock.advance(10);
  const startedMs = clock.now();
  clock.advance(250);
  held[0]!.conclude({ ok: false, reason: 'status 503' });
  await clock.advanceSettled(0);
  expect(observations).toEqual([
    { target: target.key, vantage: 'embedded', atMs: startedMs + 250, ok: false, reason: 'status 503', durationMs: expect.any(Number) },
  ]);
  expect(observations[0]!.durationMs).toBeGreaterThanOrEqual(250);
  await probes[Symbol.asyncDispose]();
});

test('the timeout ends a probe whose check never ends, once', async () => {
  const { clock, started, held, observations, probes } = scene();
  probes.assign([probeTarget('a', { timeoutMs: 1500 })]);
  clock.advance(1999);
  expect(observations).toMatchObject([{ ok: false, reason: 'timeout after 1500ms', durationMs: 1500 }]);
  expect(started[0]!.deadline.reason).toEqual(new Error('timeout after 1500ms'));
  held[0]!.conclude(UP);
  await clock.advanceSettled(0);
  expect(observations).toHaveLength(1);
  await probes[Symbol.asyncDispose]();
});

test('a target is never probed twice at the same time', async () => {
  const { clock, started, held, probes } = scene();
  const target = probeTarget('a', { intervalMs: 1000, timeoutMs: 60_000 });
  probes.assign([target]);
  clock.advance(10_000);
  probes.checkNow(target.key);
  expect(started).toHaveLength(1);
  held[0]!.conclude(UP);
  await clock.advanceSettled(0);
  expect(started).toHaveLength(2); // what was asked for follows at once
  await probes[Symbol.asyncDispose]();
});

test('no more than maxInFlight at once; those that wait get their whole timeout and their turn in order', async () => {
  const { clock, started, observations, probes } = scene({ maxInFlight: 2 });
  const targets = many(6);
  probes.assign(targets);
  for (const { key } of targets) probes.checkNow(key);
  expect(started.map(({ atMs }) => atMs)).toEqual([0, 0]);
  clock.advance(6000);
  expect(started.slice(0, 6).map(({ atMs }) => atMs)).toEqual([0, 0, 2000, 2000, 4000, 4000]);
  expect(started.slice(0, 6).map(({ host }) => host)).toEqual(targets.map(({ address }) => address.text));
  expect(observations.slice(0, 6).map(({ durationMs }) => durationMs)).toEqual(Array(6).fill(2000));
  await probes[Symbol.asyncDispose]();
});

test('a site whose probes all hang delays no probe of another site, and the cap holds', async () => {
  const clock = fakeClock();
  const inFlight = { now: 0, most: 0 };
  const startedMs: number[] = [];
  const check: Check = (_settings, { text }, { deadline }) => {
    if (text === '127.9.9.9') startedMs.push(clock.monotonic());
    inFlight.most = Math.max(inFlight.most, ++inFlight.now);
    if (text === '127.9.9.9') inFlight.now--;
    else deadline.addEventListener('abort', () => inFlight.now--);
    return text === '127.9.9.9' ? Promise.resolve(UP) : new Promise(() => {});
  };
  const { late, probes } = scene({ clock, runCheck: check, maxInFlight: 50 });
  const timing = { intervalMs: 2000, timeoutMs: 1500 };
  const healthy = probeTarget('healthy', { site: 'beijing', address: '127.9.9.9', ...timing });
  probes.assign([...many(400, timing), healthy]);
  await clock.advanceSettled(60_000);
  const gaps = startedMs.slice(1).map((atMs, i) => atMs - startedMs[i]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2000 * 1.03 + 1);
  expect(inFlight.most).toBeLessThanOrEqual(50);
  expect(inFlight.most).toBeGreaterThanOrEqual(40);
  expect(late.filter(({ key }) => key === healthy.key)).toEqual([]);
  expect(Math.min(...late.map(({ lateMs }) => lateMs))).toBeGreaterThan(2000);
  await probes[Symbol.asyncDispose]();
});

test('a probe that begins more than an interval after its turn is late, and is told of once', async () => {
  const { clock, started, late, probes } = scene({ maxInFlight: 1 });
  const [a, b] = many(2, { intervalMs: 1000, timeoutMs: 1000 }) as [ProbeTarget, ProbeTarget];
  probes.assign([{ ...a, monitor: { ...a.monitor, timeoutMs: 3500 } }, b]);
  probes.checkNow(a.key);
  probes.checkNow(b.key); // waits while three turns of its own come
  clock.advance(3499);
  expect(started).toHaveLength(1);
  expect(late).toEqual([]);
  clock.advance(1);
  expect(started.map(({ host }) => host)).toEqual([a.address.text, b.address.text]);
  expect(late).toEqual([{ key: b.key, lateMs: 3500 }]);
  await probes[Symbol.asyncDispose]();
});

test('a turn that comes while the probe before is in flight follows as soon as that has ended', async () => {
  const { clock, started, held, late, probes } = scene();
  const target = probeTarget('a', { intervalMs: 1000, timeoutMs: 1000 });
  probes.assign([target]);
  await clock.advanceSettled(999);
  held.at(-1)!.conclude(UP);
  probes.checkNow(target.key);
  await clock.advanceSettled(5000);
  expect(started.length).toBeGreaterThanOrEqual(5);
  expect(late).toEqual([]);
  await probes[Symbol.asyncDispose]();
});

test('a removed target is aborted and its result dropped; a waiting one never starts', async () => {
  const { clock, started, held, observations, probes } = scene({ maxInFlight: 1 });
  const [a, b, c] = many(3) as [ProbeTarget, ProbeTarget, ProbeTarget];
  probes.assign([a, b, c]);
  for (const { key } of [a, b, c]) probes.checkNow(key);
  probes.assign([c]);
  expect(started.map(({ host }) => host)).toEqual([a.address.text, c.address.text]);
  expect(started[0]!.deadline.aborted).toBe(true);
  held[0]!.conclude(UP);
  held[1]!.conclude(UP);
  await clock.advanceSettled(0);
  expect(observations.map(({ target }) => target)).toEqual([c.key]);
  await probes[Symbol.asyncDispose]();
});

test('a target that stays keeps its turns and its probe in flight, whatever else changes', async () => {
  const { clock, started, held, observations, probes } = scene();
  probes.assign([probeTarget('a')]);
  clock.advance(10);
  probes.assign([probeTarget('a', { fall: 9 }), probeTarget('b', { address: '127.0.0.2' })]);
  expect(started[0]!.deadline.aborted).toBe(false);
  held[0]!.conclude(UP);
  await clock.advanceSettled(500);
  expect(observations).toHaveLength(1);
  expect(started.map(({ host }) => host)).toEqual(['127.0.0.1', '127.0.0.2']);
  await probes[Symbol.asyncDispose]();
});

test.each([
  ['address', { address: '127.0.0.9' }],
  ['site', { site: 'beijing' }],
  ['check', { check: { type: 'tcp', port: 10 } as const }],
  ['timeout', { timeoutMs: 100 }],
])('a target whose %s changed is probed anew', async (_what, facts) => {
  const { clock, started, probes } = scene();
  probes.assign([probeTarget('a')]);
  clock.advance(10);
  probes.assign([probeTarget('a', facts)]);
  clock.advance(10);
  expect(started.map(({ deadline }) => deadline.aborted)).toEqual([true, false]);
  await probes[Symbol.asyncDispose]();
});

test('checkNow probes out of turn and ignores what is not assigned', async () => {
  const { clock, started, probes } = scene({ runCheck: passing });
  const target = probeTarget('a');
  probes.assign([target]);
  await clock.advanceSettled(110);
  probes.checkNow(target.key);
  probes.checkNow('example.com./pool/gone/monitor');
  expect(started).toHaveLength(2);
  await probes[Symbol.asyncDispose]();
});

test('a check that rejects or throws is a fault of ours and no observation; the next turn comes all the same', async () => {
  let calls = 0;
  const failing: Check = () => {
    calls++;
    if (calls === 1) throw new Error('no memory');
    return calls === 2 ? Promise.reject(new Error('no descriptors')) : Promise.resolve(UP);
  };
  const { clock, observations, faults, probes } = scene({ runCheck: failing, maxInFlight: 1 });
  probes.assign([probeTarget('a')]);
  for (let i = 0; i < 3; i++) await clock.advanceSettled(10_000);
  expect(faults).toEqual([new Error('no memory'), new Error('no descriptors')]);
  expect(observations.every(({ ok }) => ok)).toBe(true);
  expect(observations.length).toBeGreaterThan(0);
  await probes[Symbol.asyncDispose]();
});

test('after a standstill the missed turns are not made up for', async () => {
  const { clock, started, probes } = scene({ runCheck: passing });
  probes.assign([probeTarget('a')]);
  await clock.advanceSettled(10_000);
  const before = started.length;
  clock.stall(55_000);
  await clock.advanceSettled(0);
  expect(started.length).toBe(before + 1);
  await probes[Symbol.asyncDispose]();
});

test('a timeout that passed while the process stood still is given back, once', async () => {
  const { clock, held, observations, probes } = scene();
  probes.assign([probeTarget('a')]);
  clock.advance(100);
  clock.stall(5000);
  clock.advance(0);
  expect(observations).toEqual([]);
  held[0]!.conclude(UP);
  await clock.advanceSettled(0);
  expect(observations).toMatchObject([{ ok: true }]);
  probes.checkNow(probeTarget('a').key);
  clock.stall(5000);
  clock.advance(2000);
  expect(observations[1]).toMatchObject({ ok: false, reason: 'timeout after 2s' });
  await probes[Symbol.asyncDispose]();
});

test('disposed: probes aborted, nothing reported, no timer, nothing taken any more', async () => {
  const { clock, started, held, observations, probes } = scene();
  probes.assign(many(3));
  clock.advance(100);
  await probes[Symbol.asyncDispose]();
  expect(started.map(({ deadline }) => deadline.aborted)).toEqual([true, true, true]);
  for (const { conclude } of held) conclude(UP);
  probes.assign(many(3));
  await clock.advanceSettled(30_000);
  expect(observations).toEqual([]);
  expect(started).toHaveLength(3);
  expect(clock.pending).toBe(0);
});
