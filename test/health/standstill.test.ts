import { expect, test } from 'vitest';
import { fleet } from './fleet.ts';

const A = 'example.com./web/a';
const FRESH_MS = 32_000;

test('time in which the process stood still makes nobody silent', () => {
  const { see, engine, clock } = fleet();
  see({ hz: '+' });
  clock.stall(10 * FRESH_MS);
  expect(engine.tick()).toEqual([]);
  expect(engine.held).toBe(0);
  expect(engine.standings(A)[0]).toMatchObject({ voters: 1 });
});

test('what comes after a standstill and before any timer runs is not judged alone', () => {
  const { see, verdict, engine, clock } = fleet();
  see({ hz: '+', bj: '+', sg: '+' });
  clock.advance(1000);
  engine.tick();
  clock.stall(10 * FRESH_MS);
  see({ hz: '--' });
  expect([verdict(), engine.standings(A)[0]!.voters]).toEqual(['up', 3]);
  engine.tick();
  expect(verdict()).toBe('up');
});

test('what was heard right after a standstill is fresh no longer than anything else', () => {
  const { see, engine, clock } = fleet();
  see({ hz: '+', bj: '+' });
  clock.stall(10 * FRESH_MS);
  see({ hz: '+', bj: '+' });
  engine.tick();
  clock.advance(FRESH_MS - 1000);
  see({ bj: '+' });
  clock.advance(1000);
  engine.tick();
  expect(engine.standings(A)[0]!.ballots.map(({ vantage, silent }) => [vantage, silent])).toEqual([
    ['bj', undefined],
    ['hz', 'silent for 32s'],
  ]);
});
