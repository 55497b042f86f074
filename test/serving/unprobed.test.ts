import { expect, test } from 'vitest';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { Unprobed } from '../../src/serving/unprobed.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';
import { readableLog } from './log-lines.ts';

function scene() {
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const clock = fakeClock();
  const unprobed = new Unprobed({ faults: new Faults(log, counters), counters, clock });
  const note = (name: string, error: unknown) => unprobed.note(probeTarget(name), error);
  return { note, clock, counters, told: () => lines().map(({ msg }) => msg) };
}

const FORBIDDEN = new Error('ping sockets are forbidden here');

test('every probe that could not be done is a fault; the log has one line a minute for the same trouble', () => {
  const { note, clock, counters, told } = scene();
  const a = probeTarget('a').key;
  for (const name of ['a', 'b', 'c']) note(name, FORBIDDEN);
  expect(told()).toEqual([`${a} could not be probed`]);
  clock.advance(59_999);
  note('b', FORBIDDEN);
  expect(told()).toHaveLength(1);
  clock.advance(1);
  note('a', FORBIDDEN);
  expect(told().slice(1)).toEqual([`${a} could not be probed, and 3 times before since it was last told`]);
  expect(counters.faults).toBe(5);
});

test('another trouble is told of at once, whatever was thrown; so are too many', () => {
  const { note, told } = scene();
  note('a', FORBIDDEN);
  note('a', 'EMFILE');
  expect(told()).toHaveLength(2);
  for (let i = 0; i < 200; i++) note('a', new Error(`trouble ${i % 100}`));
  expect(told().length).toBe(202);
});
