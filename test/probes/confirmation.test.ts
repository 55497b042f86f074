import { expect, test } from 'vitest';
import type { Check } from '../../probes/check.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';
import { DOWN, failing, many, passing, scene, UP } from './scheduler-scene.ts';

const CONFIRMED = { intervalMs: 60_000, timeoutMs: 2000, fall: 3, confirmMs: 500 };

/** Checks that end as `ends` says, one after the other, and then as the last of them. */
function ending(...ends: readonly Awaited<ReturnType<Check>>[]): Check {
  let calls = 0;
  return async () => ends[Math.min(calls++, ends.length - 1)]!;
}

/** When probes began, counted from the first one. */
function beginnings(started: readonly { readonly atMs: number }[]): readonly number[] {
  return started.map(({ atMs }) => atMs - started[0]!.atMs);
}

test('a failure is confirmed until there are `fall` in a row; after that there are only turns', async () => {
  const { clock, started, observations, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(10_000);
  expect(beginnings(started)).toEqual([0, 500, 1000]);
  expect(observations).toHaveLength(3);
  for (let i = 0; i < 5; i++) await clock.advanceSettled(60_000);
  expect(started.length).toBe(3 + 5);
  await probes[Symbol.asyncDispose]();
});

test('the time runs from the end of the failure', async () => {
  const { clock, started, held, probes } = scene();
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(900);
  const beganMs = started[0]!.atMs;
  held[0]!.conclude(DOWN);
  await clock.advanceSettled(0);
  const endedMs = clock.monotonic();
  await clock.advanceSettled(1000);
  expect(started.map(({ atMs }) => atMs)).toEqual([beganMs, endedMs + 500]);
  await clock.advanceSettled(1500); // a timeout is a failure as well
  const secondEndMs = endedMs + 500 + 2000;
  await clock.advanceSettled(500);
  expect(started.at(-1)!.atMs).toBe(secondEndMs + 500);
  await probes[Symbol.asyncDispose]();
});

test('a success ends it, and the next failure is a first one again', async () => {
  const { clock, started, probes } = scene({ runCheck: ending(DOWN, UP, DOWN, DOWN, DOWN) });
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(5000);
  expect(beginnings(started)).toEqual([0, 500]);
  const turns = started.length;
  await clock.advanceSettled(60_000);
  const [second = 0, ...later] = started.slice(turns).map(({ atMs }) => atMs);
  expect(later.map(atMs => atMs - second)).toEqual([500, 1000]);
  await probes[Symbol.asyncDispose]();
});

test.each([
  ['confirmation is off', { ...CONFIRMED, confirmMs: undefined }],
  ['one failure is enough', { ...CONFIRMED, fall: 1 }],
])('nothing is confirmed where %s', async (_why, { confirmMs, ...facts }) => {
  const { clock, started, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', confirmMs === undefined ? facts : { ...facts, confirmMs })]);
  await clock.advanceSettled(5000);
  expect(started).toHaveLength(1);
  await probes[Symbol.asyncDispose]();
});

test('a fault of the vantage is not confirmed and does not count', async () => {
  let calls = 0;
  const check: Check = async () => {
    if (++calls === 2) throw new Error('no descriptors');
    return DOWN;
  };
  const { clock, started, faults, probes } = scene({ runCheck: check });
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(10_000);
  expect(beginnings(started)).toEqual([0, 500]);
  expect(faults).toHaveLength(1);
  probes.checkNow(target.key); // the second failure in a row
  await clock.advanceSettled(5000);
  expect(started).toHaveLength(4);
  await probes[Symbol.asyncDispose]();
});

test('what is probed anyway confirms as well, and is not doubled', async () => {
  const { clock, started, probes } = scene({ runCheck: failing });
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(300);
  probes.checkNow(target.key);
  await clock.advanceSettled(5000);
  const [first, asked, ...later] = started.map(({ atMs }) => atMs);
  expect(asked! - first!).toBeGreaterThanOrEqual(250);
  expect(later).toEqual([asked! + 500]);
  await probes[Symbol.asyncDispose]();
});

test('a turn that comes before the confirmation takes its place', async () => {
  const { clock, started, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', { intervalMs: 1000, timeoutMs: 1000, fall: 3, confirmMs: 5000 })]);
  await clock.advanceSettled(20_000);
  expect(started.length).toBeGreaterThanOrEqual(20);
  expect(started.length).toBeLessThanOrEqual(22);
  await probes[Symbol.asyncDispose]();
});

test('a probe that is asked for while one is in flight follows at once, and that confirms', async () => {
  const { clock, started, held, probes } = scene();
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(400);
  probes.checkNow(target.key);
  held[0]!.conclude(DOWN);
  await clock.advanceSettled(0);
  const secondMs = clock.monotonic();
  held[1]!.conclude(DOWN);
  await clock.advanceSettled(499);
  expect(started).toHaveLength(2);
  await clock.advanceSettled(1);
  expect(started.at(-1)!.atMs).toBe(secondMs + 500);
  await probes[Symbol.asyncDispose]();
});

test('what began a moment ago is asked again after that moment, once', async () => {
  const { clock, started, probes } = scene({ runCheck: passing });
  const [plain, confirmed] = [probeTarget('a'), probeTarget('b', { ...CONFIRMED, address: '127.0.0.2' })];
  probes.assign([plain, confirmed]);
  await clock.advanceSettled(10);
  const ask = () => probes.checkNow([plain.key, confirmed.key, 'example.com./pool/gone/monitor']);
  const [plainMs, confirmedMs] = ['127.0.0.1', '127.0.0.2'].map(host => started.find(each => each.host === host)!.atMs);
  for (const _ of [1, 2]) {
    ask();
    await clock.advanceSettled(20);
  }
  expect(started).toHaveLength(2);
  await clock.advanceSettled(1000);
  expect(started.slice(2)).toMatchObject([
    { host: '127.0.0.1', atMs: plainMs! + 100 },
    { host: '127.0.0.2', atMs: confirmedMs! + 250 },
  ]);
  ask();
  await clock.advanceSettled(0);
  expect(started).toHaveLength(6);
  await probes[Symbol.asyncDispose]();
});

test.each([
  ['fall is more', { ...CONFIRMED, fall: 4 }, [0, 400, 900, 1400]],
  ['fall is less', { ...CONFIRMED, fall: 2 }, [0, 400]],
  ['confirm is another', { ...CONFIRMED, confirmMs: 600 }, [0, 400, 1000]],
])('where %s, the failures that were counted stay', async (_what, facts, expected) => {
  const { clock, started, held, probes } = scene();
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(10);
  const firstMs = started[0]!.atMs;
  held[0]!.conclude(DOWN);
  await clock.advanceSettled(firstMs + 400 - clock.monotonic());
  probes.assign([probeTarget('a', facts)]);
  probes.checkNow(target.key);
  for (let i = 0; i < 50; i++) {
    held.at(-1)!.conclude(DOWN);
    await clock.advanceSettled(100);
  }
  expect(beginnings(started)).toEqual(expected);
  await probes[Symbol.asyncDispose]();
});

test.each([
  ['more', { ...CONFIRMED, fall: 5 }, [3000, 3500]],
  ['sooner', { ...CONFIRMED, fall: 4, confirmMs: 100 }, [2600]],
])('where %s is to be confirmed than was, that goes on', async (_what, facts, expected) => {
  const { clock, started, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(2500 - clock.monotonic());
  expect(started).toHaveLength(3);
  probes.assign([probeTarget('a', facts)]);
  await clock.advanceSettled(10_000);
  expect(started.slice(3).map(({ atMs }) => atMs)).toEqual(expected);
  await probes[Symbol.asyncDispose]();
});

test.each([
  ['is off by then', { ...CONFIRMED, confirmMs: undefined }, 1],
  ['is not asked for any more', { ...CONFIRMED, fall: 1 }, 1],
])('where confirmation %s, there are only turns', async (_what, { confirmMs, ...facts }, expected) => {
  const { clock, started, observations, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(100);
  probes.assign([probeTarget('a', confirmMs === undefined ? facts : { ...facts, confirmMs })]);
  await clock.advanceSettled(10_000);
  expect(started).toHaveLength(expected);
  expect(observations).toHaveLength(expected);
  await probes[Symbol.asyncDispose]();
});

test('a check that was put off is done although confirmation is another meanwhile', async () => {
  const { clock, started, probes } = scene({ runCheck: passing });
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(10);
  probes.checkNow(target.key);
  probes.assign([probeTarget('a', { ...CONFIRMED, fall: 5 })]);
  await clock.advanceSettled(10_000);
  expect(started).toHaveLength(2);
  await probes[Symbol.asyncDispose]();
});

test('a failure tells when it is confirmed: there is nothing but turns after it', async () => {
  const { clock, observations, probes } = scene({ runCheck: ending(DOWN, DOWN, DOWN, DOWN, UP, DOWN) });
  const [plain, target] = [probeTarget('b', { intervalMs: 60_000, timeoutMs: 2000 }), probeTarget('a', CONFIRMED)];
  probes.assign([target]);
  for (let i = 0; i < 5; i++) await clock.advanceSettled(60_000);
  expect(observations.slice(0, 7).map(({ ok, confirmed }) => [ok, confirmed])).toEqual([
    ...[
      [false, undefined],
      [false, undefined],
      [false, true],
      [false, true],
    ],
    ...[
      [true, undefined],
      [false, undefined],
      [false, undefined],
    ],
  ]);
  observations.length = 0;
  probes.assign([plain]);
  for (let i = 0; i < 5; i++) await clock.advanceSettled(60_000);
  expect(observations.some(({ confirmed }) => confirmed)).toBe(false);
  await probes[Symbol.asyncDispose]();
});

test('a probe that is not wanted any more is not confirmed', async () => {
  const { clock, started, probes } = scene({ runCheck: failing });
  probes.assign([probeTarget('a', CONFIRMED)]);
  await clock.advanceSettled(100);
  probes.assign([]);
  await clock.advanceSettled(5000);
  expect(started).toHaveLength(1);
  await probes[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

test('10,000 that fail at once: each is probed `fall` times, the others have all their turns, and no more runs than may', async () => {
  const clock = fakeClock();
  const broken = { isNow: false };
  const inFlight = { now: 0, most: 0 };
  const healthyMs: number[] = [];
  const check: Check = async (_settings, { text }, { deadline }) => {
    if (text === '127.9.9.9') healthyMs.push(clock.monotonic());
    if (text === '127.9.9.9' || !broken.isNow) return UP;
    inFlight.most = Math.max(inFlight.most, ++inFlight.now);
    deadline.addEventListener('abort', () => inFlight.now--);
    return new Promise(() => {});
  };
  const rhythm = { intervalMs: 10_000, timeoutMs: 200, fall: 3, confirmMs: 500 };
  const { observations, late, probes } = scene({ clock, runCheck: check, maxInFlight: 100 });
  probes.assign([...many(10_000, rhythm), probeTarget('healthy', { ...rhythm, site: 'beijing', address: '127.9.9.9' })]);
  for (let i = 0; i < 40; i++) await clock.advanceSettled(500);
  broken.isNow = true;
  const from = observations.length;
  const beforeFrom = healthyMs.length;
  // 500 probes a second can end: three for each of the 10,000 take a minute.
  for (let i = 0; i < 200; i++) await clock.advanceSettled(500);
  const failures = new Map<string, number>();
  for (const { target, ok } of observations.slice(from)) if (!ok) failures.set(target, (failures.get(target) ?? 0) + 1);
  expect(failures.size).toBe(10_000);
  expect(Math.min(...failures.values())).toBeGreaterThanOrEqual(3);
  expect(Math.max(...failures.values())).toBeLessThanOrEqual(3 + 100_000 / 10_000);
  expect(inFlight.most).toBeLessThanOrEqual(100);
  const gaps = healthyMs.slice(beforeFrom).map((atMs, i) => atMs - healthyMs[beforeFrom + i - 1]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000 * 1.03 + 200);
  expect(late.filter(({ key }) => key.includes('healthy'))).toEqual([]);
  await probes[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

test('a recheck comes at once, and its failure is confirmed anew', async () => {
  const { clock, started, probes } = scene({ runCheck: failing });
  const target = probeTarget('a', CONFIRMED);
  probes.assign([target]);
  await clock.advanceSettled(10_000);
  expect(started).toHaveLength(3);
  const nowMs = clock.monotonic();
  probes.recheck([target.key, 'example.com./pool/gone/monitor']);
  await clock.advanceSettled(5000);
  expect(started.slice(3).map(({ atMs }) => atMs - nowMs)).toEqual([0, 500, 1000]);
  await probes[Symbol.asyncDispose]();
});
