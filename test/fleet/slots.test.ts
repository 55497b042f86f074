import { expect, test } from 'vitest';
import { encodeProbe } from '../../src/fleet/contract.ts';
import { probeTarget } from '../support/probe-target.ts';
import { A, aFleet, aLocalVantage, B } from './a-fleet.ts';

const assign = (index: number, of: number, probes = [A, B]) => ({
  event: 'assign',
  data: { slot: { index, of }, probes: probes.map(encodeProbe) },
});
const hello = { event: 'hello', data: { contract: 1, version: '0.1.0', grid_ms: 0 } };

test('a stream begins with hello and the assignment', () => {
  const { agent } = aFleet();
  expect(agent('tokyo').received()).toEqual([hello, assign(0, 1)]);
});

test('slots are in the order of names; whoever comes moves the others, without sending them the probes again', () => {
  const { agent, fleet } = aFleet();
  const { asked } = aLocalVantage(fleet);
  const tokyo = agent('tokyo');
  const berlin = agent('berlin');
  expect(tokyo.received()).toEqual([hello, assign(1, 2), { event: 'slot', data: { index: 2, of: 3 } }]);
  expect(berlin.received()).toEqual([hello, assign(0, 3)]);
  const probes = [A.key, B.key];
  expect(asked).toEqual([
    { probes, slot: { index: 0, of: 1 } },
    { probes, slot: { index: 0, of: 2 } },
    { probes, slot: { index: 1, of: 3 } },
  ]);
  expect(fleet.vantages().map(({ name, slot, assigned }) => [name, slot?.index, assigned])).toEqual([
    ['berlin', 0, 2],
    ['embedded', 1, 2],
    ['tokyo', 2, 2],
  ]);
});

test('an agent keeps its slot for 30 s, so that a restart moves nobody', () => {
  const { agent, clock, fleet } = aFleet();
  const { asked } = aLocalVantage(fleet);
  agent('tokyo').close();
  clock.advance(30_000);
  const again = agent('tokyo', { boot: 'another' });
  expect(again.received()).toEqual([{ ...hello, data: { ...hello.data, grid_ms: 30_000 } }, assign(1, 2)]);
  expect(asked).toHaveLength(2);
  again.close();
  clock.advance(35_000);
  expect(asked.at(-1)!.slot).toEqual({ index: 0, of: 1 });
  expect(fleet.vantages().find(({ name }) => name === 'tokyo')).toMatchObject({ slot: undefined, assigned: 0, connection: undefined });
});

test('new probes go to everyone, the same probes to nobody', () => {
  const { agent, fleet } = aFleet();
  const { asked } = aLocalVantage(fleet);
  const tokyo = agent('tokyo');
  tokyo.received();
  asked.length = 0;
  fleet.assign([A, B].map(target => ({ ...target, monitor: { ...target.monitor, rise: 9 } })));
  expect([tokyo.received(), asked]).toEqual([[], []]);
  const slower = probeTarget('a', { intervalMs: 20_000 });
  fleet.assign([slower]);
  expect(tokyo.received()).toEqual([assign(1, 2, [slower])]);
  expect(asked).toEqual([{ probes: [A.key], slot: { index: 0, of: 2 } }]);
});

test('every five seconds a stream has the time of the grid', () => {
  const { agent, clock } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.received();
  clock.advance(10_000);
  expect(tokyo.received()).toEqual([5000, 10_000].map(grid_ms => ({ event: 'time', data: { grid_ms } })));
});

test('who is not heard of for 30 s is told of as lost, for an hour is forgotten', () => {
  const { agent, clock, events, facts, fleet } = aFleet();
  agent('tokyo', { region: 'ap' }).close();
  clock.advance(30_000);
  expect(events.map(({ kind }) => kind)).toEqual(['connected']);
  clock.advance(60_000);
  expect(events.at(-1)).toEqual({ kind: 'lost', vantage: 'tokyo', unheardMs: 35_000 });
  clock.advance(3_600_000);
  expect(events.map(({ kind }) => kind)).toEqual(['connected', 'lost', 'forgotten']);
  const tokyo = { name: 'tokyo', region: 'ap', voteless: undefined };
  expect(facts).toEqual([[{ ...tokyo, present: true, slot: { index: 0, of: 1 } }], [{ ...tokyo, present: false }], []]);
  expect(fleet.vantages()).toEqual([]);
});

test('ended, it tells agents to come again, and has no timer left', () => {
  const { agent, clock, fleet, standstill } = aFleet();
  const tokyo = agent('tokyo');
  standstill[Symbol.dispose]();
  fleet.suspect(A.key, 'tokyo');
  tokyo.received();
  fleet[Symbol.dispose]();
  expect(tokyo.received()).toEqual([{ event: 'end', data: { reason: 'the controller ends', again: true } }]);
  expect([tokyo.sink.ended, clock.pending]).toEqual(['end', 0]);
});

test('time in which the controller stood still makes nobody lost', () => {
  const { agent, clock, events, fleet } = aFleet();
  const tokyo = agent('tokyo');
  clock.stall(60_000);
  tokyo.report([]);
  clock.advance(0);
  expect(fleet.vantages()[0]!.heardAgoMs).toBe(0);
  clock.advance(30_000);
  expect(events.map(({ kind }) => kind)).toEqual(['connected']);
});
