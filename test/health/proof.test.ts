import { expect, test } from 'vitest';
import { type Fleet, fleet } from './fleet.ts';

const ANY = { quorum: { need: { kind: 'any' }, perRegion: undefined } } as const;
const ALL = ['a', 'b', 'c', 'd', 'e', 'f'];
const named = (...names: string[]) => names.map(name => ({ name, region: undefined, voteless: undefined }));

/** All endpoints, seen well by two vantages. */
function well(more: Parameters<typeof fleet>[0] = {}): Fleet {
  const scene = fleet({ ...ANY, ...more }, { endpoints: ALL.length });
  for (const endpoint of ALL) scene.see({ hz: '+', bj: '+' }, { endpoint });
  return scene;
}

test('right after a start, vantages that are awaited speak against a lone doubt as those do that have looked', () => {
  const restored = { verdict: 'up', reason: 'hz: status 200', sinceMs: 7 } as const;
  const { see, verdict, engine } = fleet(ANY, { endpoints: ALL.length, restored });
  engine.setVantages(named('embedded', 'hz'));
  for (const endpoint of ALL) see({ embedded: '--' }, { endpoint });
  expect(ALL.map(verdict)).toEqual(ALL.map(() => 'up'));
});

test('a vantage that has just come and sees nothing turns nothing', () => {
  const { see, verdict } = well();
  for (const endpoint of ALL) see({ sg: '--' }, { endpoint });
  expect(ALL.map(verdict)).toEqual(ALL.map(() => 'up'));
});

test('a short blip of one vantage turns nothing once it is over', () => {
  const { see, verdict, clock, engine } = well();
  see({ hz: '--' }, { endpoint: 'a' });
  see({ hz: '--' }, { endpoint: 'b' });
  for (const endpoint of ['c', 'd', 'a', 'b']) {
    see({ hz: '+' }, { endpoint });
    clock.advance(500);
    engine.tick();
    if (endpoint !== 'c' && endpoint !== 'd') expect(verdict(endpoint)).toBe('up');
  }
});

test('where targets are looked at rarely, a lone doubt is weighed for an interval, and no longer than a minute', () => {
  const { see, verdict, clock, engine } = well({ intervalMs: 3_600_000 });
  see({ hz: '--' });
  clock.advance(59_000);
  engine.tick();
  expect(verdict()).toBe('up');
  clock.advance(1000);
  engine.tick();
  expect(verdict()).toBe('down');
});

test('a vantage that never looks is awaited for a minute at most, however long the interval', () => {
  const { see, verdict, clock, engine } = fleet({ intervalMs: 3_600_000 });
  engine.setVantages(named('embedded', 'refusing'));
  see({ embedded: '--' });
  expect(verdict()).toBe('unknown');
  clock.advance(60_000);
  engine.tick();
  expect(verdict()).toBe('down');
});
