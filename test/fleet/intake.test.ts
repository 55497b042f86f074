import { expect, test } from 'vitest';
import { A, aFleet, aLocalVantage, B } from './a-fleet.ts';

const NOW = Date.UTC(2026, 0, 1);
const LATE_AFTER = 3 * A.monitor.intervalMs + A.monitor.timeoutMs;

test("ages become the controller's time", () => {
  const { agent, clock, observations } = aFleet();
  const tokyo = agent('tokyo', { now_ms: String(NOW + 3_600_000) });
  clock.advance(1000);
  const phases = { connectMs: 1, firstByteMs: 2, unheardOf: 3 };
  expect(tokyo.report([{ ago_ms: 400 }, { probe: B.key, ok: false, reason: 'connect refused', duration_ms: 1.5, phases }])).toEqual({
    kind: 'taken',
    answer: { taken: 1 },
  });
  expect(observations).toEqual([
    { target: A.key, vantage: 'tokyo', atMs: NOW + 600, ok: true, reason: 'connected', durationMs: 3 },
    {
      target: B.key,
      vantage: 'tokyo',
      atMs: NOW + 1000,
      ok: false,
      reason: 'connect refused',
      durationMs: 1.5,
      phases: { connectMs: 1, firstByteMs: 2 },
    },
  ]);
});

test('of a vantage what comes later is never older, however long reports are on their way or what is done to the clock', () => {
  const { agent, clock, observations } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.report([{ ago_ms: 0 }, { ago_ms: 50 }]);
  clock.advance(10);
  tokyo.report([{ ago_ms: 500 }]);
  clock.advance(10);
  clock.setBack(3_600_000);
  tokyo.report([{ ago_ms: 5 }]);
  expect(observations.map(({ atMs }) => atMs - NOW)).toEqual([0, 0, 0, 15 - 3_600_000]);
});

test('how long a report was on its way is told by the time on the grid, and counts for the age of what is in it', () => {
  const { agent, clock, events, observations } = aFleet();
  const tokyo = agent('tokyo');
  clock.advance(LATE_AFTER);
  tokyo.report([{ ago_ms: 0 }, { ago_ms: 1 }], { sent_grid_ms: 0 });
  expect(observations.map(({ atMs }) => atMs - NOW)).toEqual([0]);
  expect(events.at(-1)).toMatchObject({ kind: 'late', observations: 1, agoMs: LATE_AFTER + 1 });
  // An agent that takes the grid for later than it is tells nothing of the future.
  tokyo.report([{ ago_ms: 20 }], { sent_grid_ms: LATE_AFTER + 1000 });
  expect(observations.at(-1)?.atMs).toBe(NOW + LATE_AFTER - 20);
});

test('a report that comes again is answered and not taken in again', () => {
  const { agent, events, fleet, observations } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.report([{}], { sequence: 7 });
  expect(tokyo.report([{}], { sequence: 7 })).toEqual({ kind: 'taken', answer: { taken: 7 } });
  expect(tokyo.report([{}], { sequence: 3 })).toEqual({ kind: 'taken', answer: { taken: 7 } });
  expect(observations).toHaveLength(1);
  expect(fleet.vantages()[0]!.counts).toEqual({ reports: 1, duplicateReports: 2, taken: 1, late: 0, unknown: 0 });
  expect(events.filter(({ kind }) => kind === 'duplicate')).toEqual([{ kind: 'duplicate', vantage: 'tokyo', sequence: 7 }]);
});

test('each start of an agent counts anew, and a report of the one before is still known', () => {
  const { agent, observations } = aFleet();
  const before = agent('tokyo', { boot: 'first' });
  before.report([{}]);
  before.close();
  const after = agent('tokyo', { boot: 'second' });
  expect(after.report([{}])).toEqual({ kind: 'taken', answer: { taken: 1 } });
  before.report([{}], { sequence: 1 });
  expect(observations).toHaveLength(2);
});

test('what is late, and what nobody asks for, is only counted', () => {
  const { agent, events, fleet, observations } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.report([{ ago_ms: LATE_AFTER + 1 }, { probe: 'gone' }, { ago_ms: LATE_AFTER }]);
  expect(observations.map(({ atMs }) => NOW - atMs)).toEqual([LATE_AFTER]);
  expect(fleet.vantages()[0]!.counts).toMatchObject({ reports: 1, taken: 1, late: 1, unknown: 1 });
  expect(events.at(-1)).toEqual({ kind: 'late', vantage: 'tokyo', observations: 1, agoMs: LATE_AFTER + 1 });
});

test('a vantage that has not opened its stream is not known', () => {
  const { agent, fleet, observations } = aFleet();
  const osaka = agent('osaka');
  expect(fleet.report('tokyo', { contract: 1, boot: 'x', sequence: 1, controls: [], refused: [], observations: [] })).toEqual({
    kind: 'unknown',
  });
  osaka.close();
  expect(osaka.report([{}]).kind).toBe('taken');
  expect(observations).toHaveLength(1);
});

test('the vantage of this process is counted as all others', () => {
  const { fleet, observations } = aFleet();
  const { session } = aLocalVantage(fleet);
  const observation = { target: A.key, vantage: 'embedded', atMs: NOW, ok: true, reason: 'connected', durationMs: 30 };
  session.observed(observation);
  session.observed({ ...observation, ok: false, durationMs: 2000 });
  session.observed({ ...observation, durationMs: 9999 });
  expect(observations).toHaveLength(3);
  const [view] = fleet.vantages();
  expect(view!.counts.taken).toBe(3);
  expect(view!.roundTrips).toEqual({ count: 2, sumMs: 10_029, buckets: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1] });
});

test('probes that a vantage cannot do are shown, and told of when they become more or fewer', () => {
  const { agent, clock, events, fleet } = aFleet();
  const tokyo = agent('tokyo');
  const refused = [{ probe: A.key, reason: 'the check type smtp is unknown to this agent' }];
  tokyo.report([], { refused });
  tokyo.report([], { refused });
  expect(fleet.vantages()[0]!.refused).toEqual(refused);
  clock.advance(10_000);
  tokyo.report([], { refused: [] });
  expect(events.slice(1)).toEqual([
    { kind: 'unable', vantage: 'tokyo', probes: 1, ...refused[0] },
    { kind: 'able', vantage: 'tokyo' },
  ]);
});

test('a failure that was held up on its way does not count, as its vantage may have been cut off; a success does', () => {
  const { agent, clock, events, observations } = aFleet();
  const tokyo = agent('tokyo');
  clock.advance(10_000);
  tokyo.report([
    { ago_ms: 5001, ok: false, reason: 'timeout after 2s' },
    { ago_ms: 5001 },
    { ago_ms: 5000, ok: false, reason: 'timeout after 2s' },
  ]);
  expect(observations.map(({ ok }) => ok)).toEqual([true, false]);
  expect(events.at(-1)).toMatchObject({ kind: 'late', observations: 1, agoMs: 5001 });
});

test('a failure from before the stream does not count, however lately it was, and that is worth no word; a success does', () => {
  const { agent, clock, events, fleet, observations } = aFleet();
  agent('tokyo').close();
  clock.advance(1000);
  const tokyo = agent('tokyo', { boot: 'another' });
  clock.advance(10);
  tokyo.report([{ ago_ms: 11, ok: false }, { ago_ms: 11 }, { ago_ms: 10, ok: false }]);
  expect(observations.map(({ ok }) => ok)).toEqual([true, false]);
  expect(fleet.vantages()[0]!.counts).toMatchObject({ taken: 2, late: 1 });
  expect(events.map(({ kind }) => kind)).toEqual(['connected', 'connected']);
});

test('what waited while the controller stood still is not late, be it taken before any timer has run', () => {
  const { agent, clock, events, fleet, observations } = aFleet();
  const tokyo = agent('tokyo');
  clock.advance(500);
  clock.stall(60_000);
  tokyo.report([{ ago_ms: 60_000, ok: false }, { ago_ms: 60_000 }], { sent_grid_ms: 60_000 });
  expect(observations.map(({ ok }) => ok)).toEqual([false, true]);
  expect(fleet.vantages()[0]!.counts.late).toBe(0);
  clock.advance(10_000);
  tokyo.report([{ ago_ms: 60_000 }, { ago_ms: 60_000 + LATE_AFTER + 1000 }]);
  expect([observations.length, fleet.vantages()[0]!.counts.late]).toEqual([3, 1]);
  expect(events.map(({ kind }) => kind)).toEqual(['connected', 'late']);
});
