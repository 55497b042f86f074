import { expect, test } from 'vitest';
import { phaseTimer } from '../../probes/phase-timer.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('each phase begins where the one before ended, and one that comes again adds up', () => {
  const clock = fakeClock();
  const timer = phaseTimer(clock);
  clock.advance(5);
  timer.ended('lookupMs');
  clock.advance(20);
  timer.ended('connectMs');
  clock.setBack(3_600_000);
  clock.advance(30);
  timer.ended('firstByteMs');
  clock.advance(40);
  timer.ended('connectMs');
  expect(timer.timings()).toEqual({ lookupMs: 5, connectMs: 60, firstByteMs: 30 });
});

test('nothing is told before the first phase has ended', () => {
  expect(phaseTimer(fakeClock()).timings()).toBeUndefined();
});
