import { expect, test } from 'vitest';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { readableLog } from './log-lines.ts';

test('a fault is logged, counted, and the last one kept in one line', () => {
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const { note, ...rest } = new Faults(log, counters);
  expect(rest.last).toBeUndefined();
  const faults = new Faults(log, counters);
  faults.note('responder', new Error('a socket failed'));
  faults.note('verdicts could not be stored', 'no error at all');
  expect(faults.last).toBe('verdicts could not be stored: no error at all');
  expect(counters.faults).toBe(2);
  expect(lines().map(({ level, msg }) => [level, msg])).toEqual([
    [50, 'responder'],
    [50, 'verdicts could not be stored'],
  ]);
  note('handed on as a callback', new Error('it needs no this'));
  expect(counters.faults).toBe(3);
});
