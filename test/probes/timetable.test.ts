import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timetable } from '../../probes/timetable.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('moments come in order of time, each once, behind a single timer', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), dues => {
      const clock = fakeClock();
      using times = timetable(clock);
      const came: number[] = [];
      for (const due of dues) times.at(due, () => came.push(clock.monotonic()));
      expect(clock.pending).toBe(1);
      clock.advance(1000);
      expect(came).toEqual(dues.toSorted((a, b) => a - b));
      expect(clock.pending).toBe(0);
    }),
  );
});

test('a cancelled moment does not come', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ due: fc.nat(100), cancelled: fc.boolean() })), plan => {
      const clock = fakeClock();
      using times = timetable(clock);
      let came = 0;
      for (const { due, cancelled } of plan) {
        const cancel = times.at(due, () => came++);
        if (cancelled) cancel();
      }
      clock.advance(100);
      expect(came).toBe(plan.filter(({ cancelled }) => !cancelled).length);
    }),
  );
});

test('a moment that is already past comes at once, and says how late it is', () => {
  const clock = fakeClock();
  using times = timetable(clock);
  clock.advance(50);
  const late: number[] = [];
  times.at(20, lateMs => late.push(lateMs));
  clock.advance(0);
  expect(late).toEqual([30]);
});

test('a timer that rings early is wound again', () => {
  const clock = fakeClock();
  const early = { ...clock, after: (delayMs: number, run: () => void) => clock.after(delayMs / 2, run) };
  using times = timetable(early);
  const came: number[] = [];
  times.at(8, () => came.push(clock.monotonic()));
  clock.advance(20);
  expect(came).toHaveLength(1);
  expect(came[0]).toBeGreaterThanOrEqual(8);
});

test('disposed, it has no timer and takes no more moments', () => {
  const clock = fakeClock();
  const times = timetable(clock);
  const came: number[] = [];
  times.at(5, () => came.push(5));
  times[Symbol.dispose]();
  times.at(6, () => came.push(6));
  expect(clock.pending).toBe(0);
  clock.advance(10);
  expect(came).toEqual([]);
});
