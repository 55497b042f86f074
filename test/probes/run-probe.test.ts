import { expect, test } from 'vitest';
import type { Check, CheckContext, CheckResult } from '../../probes/check.ts';
import { type ProbeEnd, runProbe } from '../../probes/run-probe.ts';
import { timetable } from '../../probes/timetable.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';

/** A probe of 2 s at most, in a check that a test steers. */
function scene() {
  const clock = fakeClock();
  const held = Promise.withResolvers<CheckResult>();
  const ends: ProbeEnd[] = [];
  let context: CheckContext | undefined;
  const runCheck: Check = (_settings, _address, given) => {
    context = given;
    return held.promise;
  };
  const abort = runProbe(probeTarget('a'), { vantage: 'embedded', clock, timetable: timetable(clock), runCheck }, end => ends.push(end));
  return { clock, ends, abort, context: context!, conclude: held.resolve };
}

test('an observation tells where the time went', async () => {
  const { clock, ends, context, conclude } = scene();
  clock.advance(30);
  context.phaseEnded('connectMs');
  clock.advance(50);
  context.phaseEnded('firstByteMs');
  clock.advance(7);
  conclude({ ok: true, reason: 'status 200' });
  await clock.advanceSettled(0);
  const phases = { connectMs: 30, firstByteMs: 50 };
  expect(ends).toMatchObject([{ kind: 'observed', observation: { ok: true, reason: 'status 200', durationMs: 87, phases } }]);
});

test('one that timed out tells how far it came, and no more', async () => {
  const { clock, ends, context, conclude } = scene();
  clock.advance(30);
  context.phaseEnded('connectMs');
  await clock.advanceSettled(2000);
  context.phaseEnded('tlsMs');
  conclude({ ok: true, reason: 'too late' });
  await clock.advanceSettled(0);
  const observation = { ok: false, reason: 'timeout after 2s', durationMs: 2000, phases: { connectMs: 30 } };
  expect(ends).toMatchObject([{ kind: 'observed', observation }]);
  expect((ends[0] as { observation: { phases: object } }).observation.phases).toEqual({ connectMs: 30 });
});

test('a check without phases has none', async () => {
  const { clock, ends, conclude } = scene();
  conclude({ ok: true, reason: 'connected' });
  await clock.advanceSettled(0);
  expect(ends).toMatchObject([{ kind: 'observed' }]);
  expect(ends[0]).not.toHaveProperty('observation.phases');
});
