import { expect, onTestFinished, test } from 'vitest';
import { controllerAt } from '../../../probes/agent/controller.ts';
import { Reporter, type ReporterOptions } from '../../../probes/agent/reporter.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import type { Observation } from '../../../src/model/health.ts';
import { controllerStandIn } from '../../support/controller-stand-in.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { agentScene, keptLog, NO_TLS, passing } from './agent-scene.ts';

const seen = (target: string, ok: boolean): Observation => ({
  target,
  vantage: 'fra1',
  atMs: 0,
  ok,
  reason: ok ? 'connected' : 'reset',
  durationMs: 1.26,
});

async function scene(facts: Partial<ReporterOptions> = {}) {
  const standIn = await controllerStandIn();
  onTestFinished(() => standIn[Symbol.asyncDispose]());
  const { tokenFile } = agentScene(standIn.url);
  const controller = controllerAt({ url: standIn.url, tokenFile, tls: NO_TLS, proxy: {} });
  const clock = fakeClock();
  const log = keptLog();
  const parts = { controller, clock, log, random: seededRandom(1), vantage: 'fra1', boot: 'b', gridMs: () => 7000.04 };
  const reporter = new Reporter({
    ...parts,
    controls: () => [],
    wasCutOffSince: () => false,
    onHeldUp: () => {},
    onEmpty: () => {},
    ...facts,
  });
  onTestFinished(() => {
    reporter[Symbol.dispose]();
    controller[Symbol.dispose]();
  });
  return { standIn, clock, log, reporter };
}

test('a report whose answer was lost is sent again, the same but for its age', async () => {
  const { standIn, clock, log, reporter } = await scene();
  reporter.see(seen('a', false), clock.monotonic());
  reporter.connected();
  const lost = await passing(clock, standIn.report());
  expect(lost.report).toMatchObject({
    boot: 'b',
    sequence: 1,
    sent_grid_ms: 7000,
    observations: [{ probe: 'a', ok: false, reason: 'reset', duration_ms: 1.3 }],
  });
  reporter.see(seen('b', false), clock.monotonic());
  lost.drop();
  await log.line(/^warn a report did not get through, and is sent again: connection (closed|reset)/);
  const again = await passing(clock, standIn.report());
  const [first, second] = [lost.report, again.report].map(({ observations, ...rest }) => ({
    ...rest,
    seen: observations.map(({ ago_ms: _, ...each }) => each),
  }));
  expect(second).toEqual(first);
  expect(again.report.observations[0]!.ago_ms).toBeGreaterThan(lost.report.observations[0]!.ago_ms);
  again.take();
  const next = await passing(clock, standIn.report());
  expect(next.report).toMatchObject({ sequence: 2, observations: [{ probe: 'b' }] });
  next.take();
});

test('a controller that does not answer is asked again after ten seconds', async () => {
  const { standIn, clock, log, reporter } = await scene();
  reporter.see(seen('a', false), clock.monotonic());
  reporter.connected();
  await passing(clock, standIn.report());
  const before = clock.monotonic();
  await passing(clock, log.line(/^warn a report did not get through, .*: no answer within 10s/));
  expect(clock.monotonic() - before).toBeGreaterThan(9_000);
  expect((await passing(clock, standIn.report())).report.sequence).toBe(1);
});

test.each([503, 500, 429, 302])('after status %i the report is sent again', async status => {
  const { standIn, clock, reporter } = await scene();
  reporter.see(seen('a', false), clock.monotonic());
  reporter.connected();
  (await passing(clock, standIn.report())).answer(status, { detail: 'not now' });
  const again = await passing(clock, standIn.report());
  expect(again.report).toMatchObject({ sequence: 1, observations: [{ probe: 'a' }] });
});

test.each([401, 403])('after status %i the report is sent again, but only in 30 seconds', async status => {
  const { standIn, clock, log, reporter } = await scene();
  reporter.see(seen('a', false), clock.monotonic());
  reporter.connected();
  (await passing(clock, standIn.report())).answer(status, { detail: 'revoked' });
  await log.line(/^warn .*: revoked/);
  const before = clock.monotonic();
  reporter.see(seen('a', true), clock.monotonic());
  await passing(clock, standIn.report());
  expect(clock.monotonic() - before).toBeGreaterThanOrEqual(30_000);
});

test.each([400, 404, 413])('after status %i the report is dropped', async status => {
  const { standIn, clock, log, reporter } = await scene();
  reporter.see(seen('a', false), clock.monotonic());
  reporter.connected();
  (await passing(clock, standIn.report())).answer(status, { detail: 'not well formed' });
  await log.line(/^error the controller refuses a report, which is dropped: not well formed/);
  reporter.see(seen('b', false), clock.monotonic());
  expect((await passing(clock, standIn.report())).report).toMatchObject({ sequence: 2, observations: [{ probe: 'b' }] });
});

test('an answer that is no controller’s says nothing of the report', async () => {
  const { standIn, clock, log, reporter } = await scene();
  reporter.connected();
  (await passing(clock, standIn.report())).answer(200, '<html>');
  await log.line(/^warn .*: what answers there is no controller of this version/);
  (await passing(clock, standIn.report())).take(0);
  await log.line(/^error .*: it has taken reports up to 0 only/);
});

test('one report at a time is on its way, and of thousands each has what one may have', async () => {
  const { standIn, clock, reporter } = await scene();
  for (let i = 0; i < 4500; i++) reporter.see(seen(`probe ${i}`, false), clock.monotonic());
  reporter.connected();
  const counts: number[] = [];
  for (let sequence = 1; sequence <= 3; sequence++) {
    const asked = await passing(clock, standIn.report());
    expect({ sequence: asked.report.sequence, waiting: standIn.reportsWaiting }).toEqual({ sequence, waiting: 0 });
    counts.push(asked.report.observations.length);
    asked.take();
  }
  expect(counts).toEqual([2000, 2000, 500]);
});

test('news do not go faster than every 20 ms, and what is no news waits for a second', async () => {
  const { standIn, clock, reporter } = await scene();
  reporter.connected();
  (await passing(clock, standIn.report())).take();
  await clock.advanceSettled(100);
  reporter.see(seen('a', true), clock.monotonic());
  const before = clock.monotonic();
  const quiet = await passing(clock, standIn.report());
  expect(clock.monotonic() - before).toBeGreaterThanOrEqual(900);
  expect(clock.monotonic() - before).toBeLessThan(1000);
  quiet.take();
  await clock.advanceSettled(100);
  const began = clock.monotonic();
  for (let i = 0; i < 10; i++) {
    reporter.see(seen('a', false), clock.monotonic());
    (await passing(clock, standIn.report())).take();
  }
  const tookMs = clock.monotonic() - began;
  expect(tookMs).toBeGreaterThanOrEqual(180);
  expect(tookMs).toBeLessThan(500);
});

test('without anything to tell it reports every ten seconds', async () => {
  const { standIn, clock, reporter } = await scene({ controls: () => [{ target: 'icmp://192.0.2.1', ok: true, reason: 'echo reply' }] });
  reporter.connected();
  (await passing(clock, standIn.report())).take();
  const before = clock.monotonic();
  const { report } = await passing(clock, standIn.report());
  expect(clock.monotonic() - before).toBeGreaterThan(9_900);
  expect(clock.monotonic() - before).toBeLessThanOrEqual(10_002);
  expect(report.controls).toEqual([{ target: 'icmp://192.0.2.1', ok: true, reason: 'echo reply' }]);
});

test('of more than the outbox takes, the oldest turns are dropped, and told of', async () => {
  const { standIn, clock, log, reporter } = await scene();
  for (let i = 0; i < 100_020; i++) reporter.see(seen(`probe ${i % 10}`, i % 20 < 10), clock.monotonic());
  reporter.connected();
  await log.line(/^warn .*: the oldest 1000 observations of what turned meanwhile had to be dropped/);
  expect((await passing(clock, standIn.report())).report.observations).toHaveLength(2000);
});

test('a failure that waited while the vantage was cut off is not told once that is over, be it the second time', async () => {
  const control = { target: 'tcp://192.0.2.1:1', ok: true, reason: '' };
  let [cutOffMs, well] = [Number.NEGATIVE_INFINITY, true];
  const { standIn, clock, reporter } = await scene({
    controls: () => [{ ...control, ok: well }],
    wasCutOffSince: sinceMs => sinceMs <= cutOffMs,
  });
  const observe = (target: string, ok: boolean) => reporter.see(seen(target, ok), clock.monotonic());
  const next = () => passing(clock, standIn.report());
  const told = ({ report }: Awaited<ReturnType<typeof next>>) => report.observations.map(({ probe, ok }) => `${probe} ${ok}`);
  observe('a', false);
  reporter.connected();
  const first = await next();
  expect(told(first)).toEqual(['a false']);
  observe('b', false);
  observe('b', true);
  clock.advance(10);
  cutOffMs = clock.monotonic();
  clock.advance(10);
  observe('c', false);
  first.drop();
  const again = await next();
  expect([again.report.sequence, told(again)]).toEqual([1, []]);
  again.take();
  const second = await next();
  expect([second.report.sequence, told(second)]).toEqual([2, ['b true', 'c false']]);

  // While it is cut off, a report says so, and all may be told.
  [cutOffMs, well] = [Number.POSITIVE_INFINITY, false];
  observe('d', false);
  second.take();
  expect(told(await next())).toEqual(['d false']);
});

test('what failed in reports that were answered too late is named as soon as one comes through in time, however many there were', async () => {
  const named: (readonly string[])[] = [];
  const { standIn, clock, reporter } = await scene({ onHeldUp: probes => named.push(probes) });
  reporter.connected();
  const next = () => passing(clock, standIn.report());
  (await next()).take();
  await clock.advanceSettled(1000);
  /** What is seen at once goes with the next report, whose answer comes after `waitMs`; another follows at once where something waits for it. */
  const tell = async (waitMs: number, outcomes: Readonly<Record<string, boolean>>) => {
    for (const [probe, ok] of Object.entries(outcomes)) reporter.see(seen(probe, ok), clock.monotonic());
    const asked = await next();
    clock.advance(waitMs);
    asked.take();
    return named.splice(0);
  };
  expect(await tell(2000, { a: false, b: false, c: true })).toEqual([]);
  expect(await tell(6000, { a: false, b: true, c: true })).toEqual([]);
  expect(await tell(6000, { b: false })).toEqual([]);
  expect(await tell(6000, {})).toEqual([]);
  const beforeMs = clock.monotonic();
  expect(await tell(100, {})).toEqual([]);
  (await next()).take();
  expect(named.splice(0)).toEqual([['a', 'b']]);
  // Nothing waits any more, so that this one came when it was due.
  expect(clock.monotonic() - beforeMs).toBeGreaterThan(9000);
  // Well again, or told in time: nothing is left to be named.
  expect(await tell(6000, { a: false, b: false })).toEqual([]);
  reporter.see(seen('a', true), clock.monotonic());
  reporter.see(seen('b', false), clock.monotonic());
  (await next()).take();
  (await next()).take();
  expect(named).toEqual([]);
});

test('what failed is named when a report that was given up is taken at last, unless it is well by then', async () => {
  const named: (readonly string[])[] = [];
  const { standIn, clock, log, reporter } = await scene({ onHeldUp: probes => named.push(probes) });
  for (const probe of ['a', 'b']) reporter.see(seen(probe, false), clock.monotonic());
  clock.advance(1);
  reporter.connected();
  for (const probe of ['c', 'd']) reporter.see(seen(probe, false), clock.monotonic());
  await passing(clock, standIn.report());
  reporter.see(seen('d', true), clock.monotonic());
  await passing(clock, log.line(/no answer within 10s/));
  expect(named).toEqual([]);
  (await passing(clock, standIn.report())).take();
  (await passing(clock, standIn.report())).take();
  expect(named).toEqual([['c']]);
});
