import { expect, test } from 'vitest';
import { A, aFleet, aLocalVantage, anObservation, B } from './a-fleet.ts';

test('one vantage alone is told to look again, once for what is asked within a few milliseconds', () => {
  const { agent, clock, fleet } = aFleet();
  const { checked, rechecked } = aLocalVantage(fleet);
  const [berlin, tokyo] = [agent('berlin'), agent('tokyo')];
  berlin.received();
  tokyo.received();
  for (const probe of [A.key, B.key, A.key, 'no such probe']) fleet.recheck(probe, 'tokyo');
  fleet.recheck(B.key, 'embedded');
  fleet.recheck(B.key, 'nobody');
  expect([tokyo.received(), rechecked]).toEqual([[], []]);
  clock.advance(5);
  expect(tokyo.received()).toEqual([{ event: 'check', data: { probes: [A.key, B.key], again: true } }]);
  expect([berlin.received(), rechecked, checked]).toEqual([[], [[B.key]], []]);
});

test('an agent without a stream is told nothing: it looks again by itself when it comes back', () => {
  const { agent, clock, fleet } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.received();
  tokyo.close();
  fleet.recheck(A.key, 'tokyo');
  clock.advance(5);
  expect(tokyo.received()).toEqual([]);
});

test('a failure that its vantage takes for confirmed is handed on as one, and nothing else is', () => {
  const { agent, observations } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.report([{ ok: false }, { ok: false, confirmed: true }, { ok: false, confirmed: true, phases: { connectMs: 1 } }, { ok: true }]);
  expect(observations.map(({ confirmed }) => confirmed)).toEqual([undefined, true, true, undefined]);
  expect(tokyo.report([anObservation({ confirmed: 'yes' })])).toEqual({
    kind: 'malformed',
    faults: [{ field: 'observations.0.confirmed', message: expect.stringContaining('expected true, or nothing') }],
  });
});
