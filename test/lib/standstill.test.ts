import { expect, test } from 'vitest';
import { Standstill } from '../../src/lib/standstill.ts';
import { fakeClock } from '../support/fake-clock.ts';

function scene() {
  const clock = fakeClock();
  return { clock, standstill: new Standstill(clock) };
}

test('while timers run in time there is none, be they a little late', () => {
  const { clock, standstill } = scene();
  clock.advance(10_000);
  clock.stall(1400);
  clock.advance(10_000);
  expect(standstill.within(30_000)).toBe(0);
});

test('a pause is known before and after the next timer, and counted once', () => {
  const { clock, standstill } = scene();
  clock.advance(2500);
  clock.stall(7000);
  expect([standstill.within(20_000), standstill.within(20_000)]).toEqual([6500, 6500]);
  clock.advance(2000);
  expect(standstill.within(20_000)).toBe(6500);
});

test('in all it stood still as long as its pauses were, be they long ago', () => {
  const { clock, standstill } = scene();
  expect(standstill.totalMs).toBe(0);
  for (let pauses = 0; pauses < 20; pauses++) {
    clock.stall(3000);
    expect([standstill.totalMs, standstill.totalMs]).toEqual([(pauses + 1) * 2000, (pauses + 1) * 2000]);
    clock.advance(60_000);
  }
});

test('of a pause that began before, what lies within counts', () => {
  const { clock, standstill } = scene();
  clock.stall(11_000);
  clock.advance(4000);
  clock.stall(3000);
  clock.advance(1000);
  expect([18_000, 14_000, 5000, 2000, 1000].map(ms => standstill.within(ms))).toEqual([12_000, 8000, 2000, 1000, 0]);
});

test('disposed of, it has no timer', () => {
  const { clock, standstill } = scene();
  clock.advance(1500);
  standstill[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});
