import { expect, test } from 'vitest';
import { aFleet, aLocalVantage } from './a-fleet.ts';

const good = { target: 'tcp://192.0.2.1:443', ok: true, reason: 'connected' };
const bad = { target: 'icmp://192.0.2.2', ok: false, reason: 'timeout after 2s' };

test('a vantage more than half of whose control targets fail has no say, and what it observes then does not count', () => {
  const { agent, events, facts, order } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.report([], { controls: [good, bad] });
  expect(facts.at(-1)![0]!.voteless).toBeUndefined();
  tokyo.report([{ ok: false }], { controls: [bad, good, { ...bad, target: 'dns://192.0.2.3' }] });
  const reason = '2 of 3 control targets fail: icmp://192.0.2.2 timeout after 2s, …';
  expect(facts.at(-1)).toEqual([{ name: 'tokyo', region: undefined, voteless: reason, present: true, slot: { index: 0, of: 1 } }]);
  expect(order).toEqual(['facts', 'facts', 'observation']);
  tokyo.report([], { controls: [good, bad] });
  expect(facts.at(-1)![0]!.voteless).toBeUndefined();
  expect(events.slice(1)).toEqual([
    { kind: 'controls-failing', vantage: 'tokyo', reason },
    { kind: 'controls-mended', vantage: 'tokyo' },
  ]);
});

test('a report of an agent that was replaced does not speak for the one that is there now', () => {
  const { agent, fleet } = aFleet();
  const first = agent('tokyo', { boot: 'first' });
  agent('tokyo', { boot: 'second' });
  first.report([], { controls: [bad] });
  expect(fleet.vantages()[0]!.controls).toEqual([]);
});

test("the controller's own vantage is asked when it says so, and every five seconds", () => {
  const { clock, facts, fleet } = aFleet();
  const { controls, session } = aLocalVantage(fleet);
  controls.push(bad);
  session.controlled();
  expect(facts.at(-1)).toMatchObject([
    { name: 'embedded', region: undefined, voteless: '1 of 1 control targets fail: icmp://192.0.2.2 timeout after 2s', present: true },
  ]);
  controls[0] = good;
  clock.advance(5000);
  expect(facts.at(-1)![0]!.voteless).toBeUndefined();
});
