import { expect, test } from 'vitest';
import { LateProbes } from '../../src/serving/late-probes.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';
import { readableLog } from './log-lines.ts';

function scene() {
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const clock = fakeClock();
  const late = new LateProbes({ log, counters, clock, maxProbes: 4096 });
  const note = (lateMs: number) => late.note(probeTarget('a'), lateMs);
  return { late, note, clock, counters, told: () => lines().map(({ level, msg }) => `${level} ${msg}`) };
}

const line = (began: string) => `40 probes are late: ${began} late; at most 4096 run at once (--max-probes)`;

test('every late probe is counted; the log tells of them soon, and then once a minute', () => {
  const { note, clock, counters, told } = scene();
  for (const lateMs of [2100, 3249, 2500]) note(lateMs);
  expect(told()).toEqual([]);
  clock.advance(5000);
  expect(told()).toEqual([line('3 turns in the last 5 seconds began up to 3.2s')]);
  note(2200);
  clock.advance(59_999);
  expect(told()).toHaveLength(1);
  clock.advance(1);
  expect(told().slice(1)).toEqual([line('1 turn in the last minute began up to 2.2s')]);
  expect(counters.lateProbes).toBe(4);
});

test('a minute without a late probe ends the warnings, until there is one again', () => {
  const { note, clock, told } = scene();
  note(2100);
  clock.advance(65_000);
  expect(told()).toHaveLength(1);
  expect(clock.pending).toBe(0);
  note(2200);
  clock.advance(5000);
  expect(told()[1]).toBe(line('1 turn in the last 5 seconds began up to 2.2s'));
});

test('disposed, it has no timer', () => {
  const { late, note, clock } = scene();
  note(2100);
  late[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});
