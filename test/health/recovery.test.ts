import { expect, test } from 'vitest';
import { fleet, START } from './fleet.ts';

const A = 'example.com./web/a';
const MINUTE_MS = 60_000;

test('by itself an endpoint is up again as soon as the vantages see it well', () => {
  const { see, verdict } = fleet();
  see({ hz: '+--+++' });
  expect(verdict()).toBe('up');
});

test('delayed, it must be well for so long without a break', () => {
  const { see, verdict, clock, engine } = fleet({ recovery: { kind: 'delayed', delayMs: 5 * MINUTE_MS }, intervalMs: MINUTE_MS, rise: 1 });
  see({ hz: '+--+' });
  expect(verdict()).toBe('down');
  expect(engine.standings(A)[0]!.recovering).toEqual({ sinceMs: START, upAtMs: START + 5 * MINUTE_MS });
  expect(engine.measured(A).reason).toBe('well again since 2026-01-01T00:00:00.000Z, and up again after 5m (recovery: delayed)');
  clock.advance(4 * MINUTE_MS);
  see({ hz: '--+' });
  clock.advance(2 * MINUTE_MS);
  engine.tick();
  expect(verdict()).toBe('down');
  see({ hz: '+' });
  clock.advance(3 * MINUTE_MS - 1);
  expect(engine.tick()).toMatchObject([{ verdictChanged: false }]);
  expect(engine.measured(A).outlook.turnsInMs).toBe(MINUTE_MS);
  clock.advance(1);
  see({ hz: '+' });
  expect(engine.tick()).toMatchObject([{ after: { verdict: 'up' }, verdictChanged: true }]);
});

test('delayed, time in which nobody looked does not count', () => {
  const { see, verdict, clock, engine } = fleet({ recovery: { kind: 'delayed', delayMs: 5 * MINUTE_MS }, intervalMs: MINUTE_MS, rise: 1 });
  see({ hz: '+--+' });
  clock.advance(6 * MINUTE_MS);
  engine.tick();
  expect(engine.measured(A).reason).toContain('held down');
  see({ hz: '+' });
  expect(verdict()).toBe('down');
  const minutes = Array.from({ length: 5 }, () => {
    clock.advance(MINUTE_MS);
    see({ hz: '+' });
    engine.tick();
    return verdict();
  });
  expect(minutes).toEqual(['down', 'down', 'down', 'down', 'up']);
});

test('by hand, it waits for an operator, who may come before it is well', () => {
  const { see, verdict, engine } = fleet({ recovery: { kind: 'manual' } });
  see({ hz: '+--' });
  expect(engine.recover(A)).toMatchObject([{ verdictChanged: false, flapsForgotten: true, downsAtMs: [] }]);
  expect(engine.recover(A)).toEqual([]);
  see({ hz: '+++' });
  expect(verdict()).toBe('down');
  expect(engine.standings(A)[0]!.recovering).toEqual({ sinceMs: START, upAtMs: undefined });
  expect(engine.recover(A)).toMatchObject([{ after: { verdict: 'up' } }]);
  see({ hz: '--+++' });
  expect(verdict()).toBe('down');
});

test('a restart does not recover what waits for an operator', () => {
  const restored = { verdict: 'down', reason: 'hz: status 503', sinceMs: 7 } as const;
  const { see, verdict, engine } = fleet({ recovery: { kind: 'manual' } }, { restored });
  see({ hz: '+++' });
  expect(verdict()).toBe('down');
  engine.recover(A);
  expect(verdict()).toBe('up');
});

test('each time but the first that it turns down within an hour doubles the successes it needs', () => {
  const { see, verdict, clock, engine } = fleet();
  const successes = () => {
    let count = 0;
    for (; verdict() === 'down' && count < 1000; count++) see({ hz: '+' });
    return count;
  };
  see({ hz: '+' });
  const needed = Array.from({ length: 8 }, () => {
    see({ hz: '--' });
    expect(verdict()).toBe('down');
    return successes();
  });
  expect(needed).toEqual([3, 6, 12, 24, 48, 96, 96, 96]);
  expect(engine.standings(A)[0]).toMatchObject({ flaps: 8, riseNeeded: 96 });
  clock.advance(60 * MINUTE_MS);
  see({ hz: '+' });
  see({ hz: '--' });
  expect(successes()).toBe(3);
});

test('an operator has its flaps forgotten', () => {
  const { see, engine, verdict } = fleet();
  see({ hz: '+--+++--' });
  expect(engine.standings(A)[0]).toMatchObject({ flaps: 2, riseNeeded: 6 });
  engine.recover(A);
  expect(engine.standings(A)[0]).toMatchObject({ flaps: 0, riseNeeded: 3 });
  see({ hz: '+++' });
  expect(verdict()).toBe('up');
});

test('flaps outlive a restart', () => {
  const restored = {
    verdict: 'down',
    reason: '',
    sinceMs: START - 1000,
    downsAtMs: [START - 3_600_000, START - 2000, START - 1000],
  } as const;
  const { engine } = fleet({}, { restored });
  expect(engine.standings(A)[0]).toMatchObject({ flaps: 2, riseNeeded: 6 });
});

test('planned work is no flap, and recovery needs nobody', () => {
  const { see, verdict, engine } = fleet({ recovery: { kind: 'manual' } }, { silenced: () => true });
  see({ hz: '+--' });
  expect(verdict()).toBe('down');
  see({ hz: '+++' });
  expect(verdict()).toBe('up');
  expect(engine.standings(A)[0]).toMatchObject({ flaps: 0 });
});
